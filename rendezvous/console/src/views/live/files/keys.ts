/** What the keys do in a folder's rows; pure. */

export type KeyAct =
  | { readonly type: "move"; readonly to: number }
  | { readonly type: "open" | "up" | "rename" | "trash" | "copy" | "cut" | "paste" };

export interface KeyLike {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const WITH_CTRL: Record<string, KeyAct> = { c: { type: "copy" }, x: { type: "cut" }, v: { type: "paste" } };

/** Return what a key does at row `at` of `total`, `page` of which are in sight; null: nothing. */
export function keyAct(event: KeyLike, at: number, total: number, page: number): KeyAct | null {
  if (event.altKey || event.shiftKey) return null;
  if (event.ctrlKey || event.metaKey) return WITH_CTRL[event.key.toLowerCase()] ?? null;
  switch (event.key) {
    case "ArrowDown":
      return { type: "move", to: at + 1 };
    case "ArrowUp":
      return { type: "move", to: at - 1 };
    case "PageDown":
      return { type: "move", to: at + page };
    case "PageUp":
      return { type: "move", to: at - page };
    case "Home":
      return { type: "move", to: 0 };
    case "End":
      return { type: "move", to: total - 1 };
    case "Enter":
      return { type: "open" };
    case "Backspace":
      return { type: "up" };
    case "F2":
      return { type: "rename" };
    case "Delete":
      return { type: "trash" };
    default:
      return null;
  }
}
