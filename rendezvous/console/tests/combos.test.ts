import { expect, test } from "vitest";
import { type Combo, COMBOS, printedCombo, strokes } from "../src/input/combos";

test("a combination presses its keys in order and releases them in the opposite one", () => {
  expect(strokes("ctrlAltDel").map(({ code, down }) => (down ? "+" : "-") + code)).toEqual([
    "+ControlLeft", "+AltLeft", "+Delete", "-Delete", "-AltLeft", "-ControlLeft",
  ]);
});

test("each combination is printed with as many keys as it sends", () => {
  for (const combo of Object.keys(COMBOS) as Combo[]) {
    expect(printedCombo(combo, "Windows", "Suppr").split("+")).toHaveLength(COMBOS[combo].length);
  }
});
