import { expect, test } from "vitest";
import { type CallEvent, type CallState, inputOpen, maySend, NEW_CALL, reduce, standing } from "../src/call/state";
import { type ConsoleMessage, NEEDS, type Permission, type SessionState } from "../src/wire/messages";
import { controlled, sessionState } from "./fakes";

const after = (...events: CallEvent[]): CallState => events.reduce(reduce, NEW_CALL);
const told = (change: Partial<SessionState>): CallEvent => ({ type: "heard", message: sessionState(change), at: 0 });
const asked = (permission: Permission): CallEvent => ({ type: "sent", message: { type: "consent/request", permission }, at: 0 });
const OPEN: CallEvent = { type: "open" };

test("a permission goes from not asked to asked to granted or refused", () => {
  expect(standing(after(OPEN), "view")).toBe("not_asked");
  expect(standing(after(OPEN, asked("view")), "view")).toBe("asked");
  expect(standing(after(OPEN, asked("view"), told({ asking: "view" })), "view")).toBe("asked");
  expect(standing(after(OPEN, asked("view"), told({ asking: "view" }), told({ granted: ["view"] })), "view")).toBe("granted");
  expect(standing(after(OPEN, asked("view"), told({ asking: "view" }), told({ refused: ["view"] })), "view")).toBe("refused");
});

test("a question that waits behind another counts as asked", () => {
  const state = after(OPEN, asked("view"), asked("control"), told({ asking: "view" }));
  expect(standing(state, "control")).toBe("asked");
});

test("with what it requires refused, a waiting question is gone", () => {
  const state = after(OPEN, asked("control"), told({ asking: "view" }), told({ refused: ["view"] }));
  expect(standing(state, "control")).toBe("not_asked");
});

test("asked again after a no, it is asked; refused at once by the gate, it is not", () => {
  const again = after(OPEN, told({ refused: ["control"] }), asked("control"));
  expect(standing(again, "control")).toBe("asked");
  const refusal: CallEvent = { type: "heard", at: 0, message: { type: "session/refusal", refused: "consent/request control", reason: "not_granted" } };
  expect(standing(reduce(again, refusal), "control")).toBe("refused");
});

test("withdrawn is no longer granted", () => {
  expect(standing(after(OPEN, told({ granted: ["view"] }), told({ granted: [] })), "view")).toBe("not_asked");
});

test("nothing is sent that the agent would have to refuse", () => {
  const types = Object.keys(NEEDS) as ConsoleMessage["type"][];
  for (const type of types) {
    expect(maySend(NEW_CALL, type), `${type} before the link`).toBe(false);
    expect(maySend(after(OPEN, told({})), type), `${type} without a grant`).toBe(NEEDS[type].length === 0);
    expect(maySend(after(OPEN, told({ phase: "ended", granted: ["view"] })), type), `${type} after the end`).toBe(false);
  }
  expect(maySend(after(OPEN, told({ phase: "paused", granted: ["view"] })), "view/shown")).toBe(false);
  expect(maySend(after(OPEN, told({ phase: "live", granted: ["view"] })), "view/shown")).toBe(true);
});

test("input needs the grant, the open gate, a live session and a line", () => {
  const open = after(OPEN, { type: "heard", message: controlled(), at: 0 });
  expect(inputOpen(open)).toBe(true);
  expect(inputOpen(reduce(open, { type: "lost", until: 1 }))).toBe(false);
  for (const change of [{ input_open: false }, { granted: ["view" as const] }, { phase: "paused" as const }, { phase: "ended" as const }]) {
    expect(inputOpen(after(OPEN, { type: "heard", message: controlled(change), at: 0 }))).toBe(false);
  }
});

test("chat keeps both sides in order and counts what was not read", () => {
  const hello: CallEvent = { type: "heard", message: { type: "chat/say", text: "allô" }, at: 1 };
  const state = after(OPEN, hello, { type: "sent", message: { type: "chat/say", text: "bonjour" }, at: 2 });
  expect(state.chat).toEqual([
    { number: 1, mine: false, text: "allô", at: 1 },
    { number: 2, mine: true, text: "bonjour", at: 2 },
  ]);
  expect(state.unread).toBe(1);
  expect(reduce(state, { type: "read" }).unread).toBe(0);
});

test("while the line is cut nothing of the technician's is taken; the picture's own words go", () => {
  const lost = after(OPEN, told({ phase: "live", granted: ["view"] }), { type: "lost", until: 7 });
  expect(lost.lineLost).toEqual({ until: 7 });
  for (const type of ["chat/say", "consent/request", "session/pause", "session/end"] as const) {
    expect(maySend(lost, type), type).toBe(false);
    expect(maySend(reduce(lost, { type: "back" }), type), type).toBe(true);
  }
  expect(maySend(lost, "view/shown")).toBe(true);
  expect(reduce(lost, { type: "closed", problem: null }).lineLost).toBeNull();
});
