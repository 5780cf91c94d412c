import { expect, test } from "vitest";
import { isShortcut, monitorOf, printed, printedMonitor, toolOf, TOOLS } from "../src/input/shortcuts";

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

test("a digit asks for the monitor of that number, and is no tool", () => {
  expect(monitorOf({ code: "Digit0", ...all })).toBe(0);
  expect(monitorOf({ code: "Digit2", ...all })).toBe(2);
  expect(toolOf({ code: "Digit2", ...all })).toBeNull();
  expect(isShortcut({ code: "Digit2", ...all })).toBe(true);
  for (const code of ["KeyP", "F2", "Numpad2", "Digit22"]) expect(monitorOf({ code, ...all })).toBeNull();
  expect(monitorOf({ code: "Digit2", ...all, shiftKey: false })).toBeNull();
  expect(isShortcut({ code: "KeyA", ...all })).toBe(false);
  expect(printedMonitor([0, 1, 12], "Maj")).toBe("Ctrl+Alt+Maj+0, 1");
});
