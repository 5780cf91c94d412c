import { expect, test } from "vitest";
import { printed, toolOf, TOOLS } from "../src/input/shortcuts";

const all = { ctrlKey: true, altKey: true, shiftKey: true, metaKey: false };

test("every tool has a key of its own, which AZERTY, QWERTY and QWERTZ print alike", () => {
  const codes = Object.values(TOOLS);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^Key[B-LNOPR-VX]$/);
});

test("a shortcut needs all three modifiers, and no other", () => {
  expect(toolOf({ code: "KeyP", ...all })).toBe("pause");
  for (const missing of ["ctrlKey", "altKey", "shiftKey"]) expect(toolOf({ code: "KeyP", ...all, [missing]: false })).toBeNull();
  expect(toolOf({ code: "KeyP", ...all, metaKey: true })).toBeNull();
  expect(toolOf({ code: "KeyA", ...all })).toBeNull();
});

test("a shortcut is printed in the technician's words", () => {
  expect(printed("pause", "Maj")).toBe("Ctrl+Alt+Maj+P");
});
