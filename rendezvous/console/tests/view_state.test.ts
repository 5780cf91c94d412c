import { expect, test } from "vitest";
import { type CallEvent, type CallState, inputOpen, mayPoint, NEW_CALL, reduce } from "../src/call/state";
import type { Geometry, Monitor } from "../src/wire/messages";
import { controlled, sessionState } from "./fakes";

const heard = (message: Extract<CallEvent, { type: "heard" }>["message"]): CallEvent => ({ type: "heard", message, at: 0 });
const after = (...events: CallEvent[]): CallState => [OPEN, heard(controlled()), ...events].reduce(reduce, NEW_CALL);
const OPEN: CallEvent = { type: "open" };
const drawn = (view: number): CallEvent => ({ type: "drawn", view });

const LEFT: Geometry = { type: "view/geometry", x: 0, y: 0, width: 1920, height: 1080, divisor: 1, view: 0 };
const RIGHT: Geometry = { ...LEFT, x: 1920, view: 1 };

const monitor = (id: number): Monitor => ({ id, x: (id - 1) * 1920, y: 0, width: 1920, height: 1080, primary: id === 1 });
const monitors = (ids: number[], chosen: number | null): CallEvent =>
  heard({ type: "view/monitors", monitors: ids.map(monitor), chosen });
const choice = (id: number | null): CallEvent => ({ type: "sent", message: { type: "view/monitor", monitor: id }, at: 0 });

test("the first geometry is taken at once, so that the picture has a place", () => {
  expect(after(heard(LEFT)).geometry).toEqual(LEFT);
  expect(inputOpen(after(heard(LEFT)))).toBe(true);
});

test("places on the canvas are of the picture that is drawn, not of the one that is coming", () => {
  const told = after(heard(LEFT), drawn(0), heard(RIGHT));
  expect(told.geometry).toEqual(LEFT);
  expect(inputOpen(told)).toBe(true);
  expect(reduce(told, drawn(1)).geometry).toEqual(RIGHT);
});

test("while it is not known what is drawn, nothing is pressed and nothing pointed at", () => {
  const early = after(heard(LEFT), drawn(0), drawn(1));
  expect(inputOpen(early)).toBe(false);
  expect(mayPoint(reduce(early, heard(sessionState({ phase: "live", granted: ["view", "annotate"] }))))).toBe(false);
  const told = reduce(early, heard(RIGHT));
  expect(told.geometry).toEqual(RIGHT);
  expect(inputOpen(told)).toBe(true);
});

test("of several that are coming, the one that is drawn counts", () => {
  const state = after(heard(LEFT), drawn(0), heard(RIGHT), heard({ ...LEFT, view: 2 }), drawn(1));
  expect(inputOpen(state)).toBe(false);
  expect(reduce(state, drawn(2)).geometry).toEqual({ ...LEFT, view: 2 });
});

test("a chosen monitor that goes away is told until another is chosen", () => {
  const gone = after(monitors([1, 2], 2), monitors([1], null));
  expect(gone.monitorGone).toBe(true);
  expect(reduce(gone, monitors([1, 3], null)).monitorGone).toBe(true);
  expect(reduce(reduce(gone, monitors([1, 3], null)), choice(3)).monitorGone).toBe(false);
});

test("what the technician chooses, and what was not chosen, is no loss", () => {
  expect(after(monitors([1, 2], 2), choice(null), monitors([1, 2], null)).monitorGone).toBe(false);
  expect(after(monitors([1, 2], null), monitors([1], null)).monitorGone).toBe(false);
  expect(after(monitors([1, 2, 3], 2), monitors([1, 2], 2)).monitorGone).toBe(false);
});
