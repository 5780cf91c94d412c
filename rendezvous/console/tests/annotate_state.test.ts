import { expect, test } from "vitest";
import { type CallEvent, type CallState, mayAnnotate, mayPoint, NEW_CALL, reduce } from "../src/call/state";
import type { DrawMark, Geometry, SessionState } from "../src/wire/messages";
import { parseAgentMessage } from "../src/wire/parse";
import { sessionState } from "./fakes";

const heard = (message: Extract<CallEvent, { type: "heard" }>["message"]): CallEvent => ({ type: "heard", message, at: 0 });
const VIEW: Geometry = { type: "view/geometry", x: 0, y: 0, width: 1920, height: 1080, divisor: 1, view: 0 };
const STROKE: DrawMark = { type: "annotate/draw", mark: 1, tool: "pen", colour: "red", stay: false, points: [1, 2] };

function live(change: Partial<SessionState> = {}, ...events: CallEvent[]): CallState {
  const told = sessionState({ phase: "live", granted: ["view", "annotate"], ...change });
  return [{ type: "open" } as const, heard(told), heard(VIEW), ...events].reduce(reduce, NEW_CALL);
}

test("drawing needs its own yes, a picture, and no pause", () => {
  expect(mayAnnotate(live())).toBe(true);
  expect(mayAnnotate(live({ granted: ["view", "control"] }))).toBe(false);
  expect(mayAnnotate(live({ phase: "paused" }))).toBe(false);
  expect(mayAnnotate(live({}, { type: "lost", until: 1 }))).toBe(false);
  expect(mayAnnotate({ ...live(), geometry: null })).toBe(false);
});

test("who has the hand may still draw, and points by the mouse only with a tool", () => {
  const steering = live({ granted: ["view", "annotate", "control"] });
  expect([mayAnnotate(steering), mayPoint(steering)]).toEqual([true, false]);
});

test("what the customer cleared is said until something is drawn again", () => {
  const message = parseAgentMessage('{"type":"annotate/cleared"}');
  expect(message).toEqual({ type: "annotate/cleared" });
  const wiped = reduce(live(), heard({ type: "annotate/cleared" }));
  expect(wiped.marksWiped).toBe(true);
  const drawing = reduce(wiped, { type: "sent", message: STROKE, at: 0 });
  expect(drawing.marksWiped).toBe(false);
  expect(reduce(drawing, { type: "sent", message: STROKE, at: 0 })).toBe(drawing);
});

test("only the customer's clearing says that the marks are gone, no answer of another tool", () => {
  const drawn = reduce(live(), { type: "sent", message: STROKE, at: 0 });
  for (const told of ['{"type":"files/closed","listing":1,"fault":"missing"}', '{"type":"bulk/closed"}', '{"type":"clipboard/taken","transfer":1}']) {
    const message = parseAgentMessage(told);
    if (!message) throw new Error(told);
    expect(reduce(drawn, heard(message))).toBe(drawn);
  }
});
