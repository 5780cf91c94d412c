/** Key combinations that the browser or the technician's own system keeps: sent whole, by a press of a button. */

import type { PressKey } from "../wire/messages";

interface Key {
  code: string;
  key: string;
}

const CONTROL: Key = { code: "ControlLeft", key: "Control" };
const ALT: Key = { code: "AltLeft", key: "Alt" };

export const COMBOS = {
  altTab: [ALT, { code: "Tab", key: "Tab" }],
  win: [{ code: "MetaLeft", key: "Meta" }],
  ctrlW: [CONTROL, { code: "KeyW", key: "w" }],
  ctrlAltDel: [CONTROL, ALT, { code: "Delete", key: "Delete" }],
} as const satisfies Record<string, readonly Key[]>;

export type Combo = keyof typeof COMBOS;

/** Press the keys in order, then release them in the opposite one. */
export function strokes(combo: Combo): PressKey[] {
  const keys: readonly Key[] = COMBOS[combo];
  const press = (key: Key, down: boolean): PressKey => ({ type: "input/key", ...key, down });
  return [...keys.map((key) => press(key, true)), ...keys.toReversed().map((key) => press(key, false))];
}

/** The combination as it is printed; `win` and `del` in the technician's words. */
export function printedCombo(combo: Combo, win: string, del: string): string {
  switch (combo) {
    case "altTab":
      return "Alt+Tab";
    case "win":
      return win;
    case "ctrlW":
      return "Ctrl+W";
    case "ctrlAltDel":
      return `Ctrl+Alt+${del}`;
  }
}
