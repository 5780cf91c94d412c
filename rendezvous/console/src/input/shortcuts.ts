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

/** The shortcut as it is printed: `Ctrl+Alt+Maj+V`. */
export function printed(tool: Tool, shift: string): string {
  return `Ctrl+Alt+${shift}+${TOOLS[tool].slice(3)}`;
}
