import { expect, test } from "vitest";
import { picked } from "../src/input/picking";

test("a window and a program are picked where the button is let go", () => {
  expect(picked("window", { x: 1, y: 1 }, { x: 5, y: 6 })).toEqual({ type: "hide/window", x: 5, y: 6 });
  expect(picked("application", { x: 1, y: 1 }, { x: 5, y: 6 })).toEqual({ type: "hide/application", x: 5, y: 6 });
});

test("an area is the rectangle between press and release, whichever corner came first", () => {
  const area = { type: "hide/area", x: 10, y: 20, width: 31, height: 41 };
  expect(picked("area", { x: 10, y: 20 }, { x: 40, y: 60 })).toEqual(area);
  expect(picked("area", { x: 40, y: 60 }, { x: 10, y: 20 })).toEqual(area);
  expect(picked("area", { x: 40, y: 20 }, { x: 10, y: 60 })).toEqual(area);
});

test("a click where an area was meant picks nothing", () => {
  expect(picked("area", { x: 10, y: 20 }, { x: 11, y: 90 })).toBeNull();
});
