import { expect, test } from "vitest";
import { bounded, LEAST, mostIn, USUAL } from "../src/views/live/panel_width";
import { widthAfter } from "../src/views/live/separator";

test("the tools take no more than three fifths of the window, and never less than they need", () => {
  expect(mostIn(1366)).toBe(819);
  expect(mostIn(400)).toBe(LEAST);
  expect(bounded(10_000, mostIn(1366))).toBe(819);
  expect(bounded(-1, 819)).toBe(LEAST);
  expect(bounded(USUAL + 0.4, 819)).toBe(USUAL);
});

test("arrows move the line the way they point: the tools lie to its right", () => {
  const width = { now: 400, most: 819 };
  expect(widthAfter("ArrowLeft", width)).toBe(420);
  expect(widthAfter("ArrowRight", width)).toBe(380);
  expect(widthAfter("Home", width)).toBe(LEAST);
  expect(widthAfter("End", width)).toBe(819);
  expect(widthAfter("a", width)).toBeNull();
});
