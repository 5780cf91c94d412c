/**
 * The console's own shortcuts: Ctrl+Alt+Shift and a letter.
 *
 * Letters are physical keys that AZERTY, QWERTY and QWERTZ print alike. Nothing of a shortcut reaches the customer:
 * modifiers wait in keyboard.ts until they are used. R is GNOME's screen recorder, I Firefox's toolbox: left alone.
 */

export const TOOLS = {
  view: "KeyV",
  annotate: "KeyG",
  control: "KeyC",
  system: "KeyS",
  serial: "KeyN",
  report: "KeyO",
  chat: "KeyT",
  notes: "KeyB",
  hide: "KeyE",
  pause: "KeyP",
  size: "KeyD",
  quality: "KeyJ",
  figures: "KeyU",
  fullScreen: "KeyF",
  panel: "KeyL",
  leave: "KeyK",
  help: "KeyH",
  end: "KeyX",
} as const;

export type Tool = keyof typeof TOOLS;

const BY_CODE = new Map<string, Tool>(Object.entries(TOOLS).map(([tool, code]) => [code, tool as Tool]));

export interface ShortcutLike {
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

/** Return the tool a key event asks for, or null. */
export function toolOf(event: ShortcutLike): Tool | null {
  if (!event.ctrlKey || !event.altKey || !event.shiftKey || event.metaKey) return null;
  return BY_CODE.get(event.code) ?? null;
}

/** Return what of the customer's monitors a key event asks for: 0 all of them, else its number; or null. */
export function monitorOf(event: ShortcutLike): number | null {
  if (!event.ctrlKey || !event.altKey || !event.shiftKey || event.metaKey) return null;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  return digit === undefined ? null : Number(digit);
}

/** Say whether a key event is a shortcut of the console's: it never reaches the customer. */
export function isShortcut(event: ShortcutLike): boolean {
  return toolOf(event) !== null || monitorOf(event) !== null;
}

/** The shortcuts of monitors as they are printed, as far as there are keys; the one of all is 0. */
export function printedMonitor(numbers: number[], shift: string): string {
  return `Ctrl+Alt+${shift}+${numbers.filter((number) => number < 10).join(", ")}`;
}

/** The shortcut as it is printed: `Ctrl+Alt+Maj+V`. */
export function printed(tool: Tool, shift: string): string {
  return `Ctrl+Alt+${shift}+${TOOLS[tool].slice(3)}`;
}
