import { expect, test } from "vitest";
import { MAX_CHAT, MAX_CLIPBOARD_IMAGE, MAX_MESSAGE } from "../src/wire/messages";
import { parseAgentMessage } from "../src/wire/parse";
import { sessionState } from "./fakes";

const PART = { type: "view/geometry", x: 0, y: 0, width: 9, height: 5, divisor: 1, view: 0 };
const MONITOR = { id: 1, x: 0, y: 0, width: 9, height: 5, primary: false };

test("every message of the agent's is read as it is", () => {
  for (const message of [
    sessionState({ phase: "ended", granted: ["view"], asking: "control", paused_by: "system", end_reason: "timeout" }),
    { type: "session/refusal", refused: "input/key", reason: "not_granted" },
    { type: "chat/say", text: "<b>bonjour</b>" },
    { type: "chat/typing" },
    { type: "clipboard/content", transfer: 1, kind: "image", size: MAX_CLIPBOARD_IMAGE },
    { type: "clipboard/piece", transfer: 1, data: "AAAA" },
    { type: "clipboard/taken", transfer: 2 },
    { type: "clipboard/placed", transfer: 2 },
    { type: "clipboard/failed", transfer: 2 ** 31 - 1, reason: "nothing" },
    { type: "link/pong", t: 1.5 },
    { type: "view/geometry", x: 1920, y: 0, width: 1920, height: 1080, divisor: 2, view: 255 },
    { type: "view/monitors", monitors: [], chosen: null },
    { type: "view/monitors", monitors: [{ id: 3, x: 0, y: 200, width: 640, height: 480, primary: true }], chosen: 3 },
    { type: "view/pointer", x: 0, y: 799, shown: true, shape: 64 },
    { type: "view/pointer_shape", id: 1, width: 24, height: 32, hot_x: 0, hot_y: 31, image: "iVBORw0KGgo=" },
    { type: "view/stats", sent_bytes: 5_000_000_000, line_rate: 125_000, loss: 0.01, limit: "machine" },
    { type: "view/stats", sent_bytes: 0, line_rate: null, loss: 0, limit: "none" },
    { type: "system/report", lines: [{ key: "os", items: ["Debian"] }] },
    { type: "restart/refused", reason: "held" },
  ]) {
    expect(parseAgentMessage(JSON.stringify(message))).toEqual(message);
  }
});

test("what may be absent is read as null", () => {
  const bare = { type: "session/state", session_id: "s", phase: "asking", granted: [], hiding: "nothing" };
  expect(parseAgentMessage(JSON.stringify(bare))).toEqual(sessionState({ session_id: "s" }));
});

test("what this wire does not know is no message", () => {
  const wrong: unknown[] = [
    null, [], 5, "text", {}, { type: "session/other" }, { type: "constructor" },
    { type: "view/stats", sent_bytes: -1, line_rate: null, loss: 0, limit: "none" },
    { type: "view/stats", sent_bytes: 1, line_rate: "fast", loss: 0, limit: "none" },
    { type: "view/stats", sent_bytes: 1, line_rate: null, loss: 0, limit: "the weather" },
    { type: "clipboard/content", transfer: 1, kind: "html", size: 1 }, { type: "clipboard/content", transfer: 1, kind: "text", size: 0 },
    { type: "clipboard/content", transfer: 0, kind: "text", size: 1 }, { type: "clipboard/content", transfer: 1, kind: "text", size: MAX_CLIPBOARD_IMAGE + 1 },
    { type: "clipboard/piece", transfer: 1, data: "<b>" }, { type: "clipboard/piece", transfer: 1, data: "A".repeat(16388) },
    { type: "clipboard/piece", transfer: 1.5, data: "AAAA" }, { type: "clipboard/failed", transfer: 1, reason: "because" },
    { type: "restart/refused", reason: "because" }, { type: "restart/refused" },
    { type: "chat/say" }, { type: "chat/say", text: 5 }, { type: "chat/say", text: "x".repeat(MAX_CHAT + 1) },
    { ...sessionState(), phase: "running" }, { ...sessionState(), granted: ["everything"] }, { ...sessionState(), granted: "view" },
    { ...sessionState(), hiding: "a folder" }, { ...sessionState(), hiding: undefined },
    { ...sessionState(), granted: Array(100).fill("view") }, { ...sessionState(), end_reason: "toString" },
    { ...PART, width: 0 }, { ...PART, width: 1e9 }, { ...PART, width: 1.5 }, { ...PART, x: -1 }, { ...PART, y: undefined },
    { ...PART, divisor: 0 }, { ...PART, divisor: 5 }, { ...PART, view: 256 }, { ...PART, view: null },
    { type: "view/monitors", monitors: null, chosen: null }, { type: "view/monitors", monitors: Array(65).fill(MONITOR), chosen: null },
    { type: "view/monitors", monitors: [{ ...MONITOR, id: 0 }], chosen: null }, { type: "view/monitors", monitors: [MONITOR], chosen: 0 },
    { type: "view/monitors", monitors: [5], chosen: null }, { type: "session/refusal", refused: "x", reason: "because" },
    { type: "system/report", lines: [{ key: "os" }] }, { type: "system/report", lines: [null] }, { type: "link/pong", t: null },
  ];
  const place = { type: "view/pointer", x: 1, y: 1, shown: true, shape: 0 };
  wrong.push({ ...place, x: -1 }, { ...place, y: 0.5 }, { ...place, x: 1e6 }, { ...place, shape: 65 }, { ...place, shape: -1 });
  const shape = { type: "view/pointer_shape", id: 1, width: 9, height: 9, hot_x: 0, hot_y: 0, image: "iVBORw0KGgo=" };
  wrong.push({ ...shape, id: 0 }, { ...shape, id: 65 }, { ...shape, width: 0 }, { ...shape, height: 1025 }, { ...shape, hot_x: -1 });
  wrong.push({ ...shape, image: "" }, { ...shape, image: "x".repeat(MAX_MESSAGE) }, { ...shape, image: "a\"b)" });
  for (const message of wrong) expect(parseAgentMessage(JSON.stringify(message))).toBeNull();
  expect(parseAgentMessage("{")).toBeNull();
  expect(parseAgentMessage(`"${" ".repeat(MAX_MESSAGE)}"`)).toBeNull();
});

test("a text is as long as the agent counts it, whatever its letters take here", () => {
  const said = (text: string) => parseAgentMessage(JSON.stringify({ type: "chat/say", text }));
  expect(said("😀".repeat(MAX_CHAT))).not.toBeNull();
  expect(said("😀".repeat(MAX_CHAT + 1))).toBeNull();
  expect(said("x".repeat(MAX_CHAT + 1))).toBeNull();
});

test("a pointer is shown only when that is said", () => {
  const odd = { type: "view/pointer", x: 1, y: 1, shown: 1, shape: 0 };
  expect(parseAgentMessage(JSON.stringify(odd))).toMatchObject({ shown: false });
});

test("truth is true and nothing else: a hand or an open gate is never guessed", () => {
  const odd = { ...sessionState(), input_open: "true", customer_has_hand: 1 };
  expect(parseAgentMessage(JSON.stringify(odd))).toMatchObject({ input_open: false, customer_has_hand: false });
});
