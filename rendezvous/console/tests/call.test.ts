import { beforeEach, expect, test, vi } from "vitest";
import { Call, QUALITY_KEY } from "../src/call/call";
import { prefer } from "../src/preferences";
import { controlled, FakeLink, FakeStorage, sessionState } from "./fakes";

beforeEach(() => void vi.stubGlobal("localStorage", new FakeStorage()));

function rig() {
  const links: FakeLink[] = [];
  const call = new Call((events) => {
    const link = new FakeLink(events);
    links.push(link);
    return link;
  });
  return { call, link: links[0] as FakeLink };
}

async function opened() {
  const both = rig();
  both.link.events.onOpen();
  await vi.waitFor(() => expect(both.link.types()).toContain("consent/request"));
  return both;
}

test("once the link stands, guide mode is asked for by itself: to see, then to point", async () => {
  const { link } = await opened();
  expect(link.types().filter((type) => type !== "consent/request")).toEqual(["journal/key", "view/codecs", "view/quality"]);
  const asked = link.sent.map(({ message }) => message).filter((message) => message.type === "consent/request");
  expect(asked.map(({ permission }) => permission)).toEqual(["view", "annotate"]);
});

test("pointing is possible while it is granted and control is not", async () => {
  const { call, link } = await opened();
  const point = { type: "annotate/point", x: 3, y: 4 } as const;
  expect(call.guide.open()).toBe(false);
  link.hear(sessionState({ phase: "live", granted: ["view", "annotate"] }));
  expect(call.guide.open()).toBe(true);
  call.guide.send(point);
  expect(link.sent.at(-1)).toEqual({ channel: "control", message: point });
  link.hear(controlled({ granted: ["view", "annotate", "control"] }));
  expect(call.guide.open()).toBe(false);
  link.hear(sessionState({ phase: "paused", granted: ["view", "annotate"] }));
  expect(call.guide.open()).toBe(false);
});

test("input goes on its own channel, and only while the gate is open", async () => {
  const { call, link } = await opened();
  const move = { type: "input/move", x: 1, y: 2 } as const;
  expect(call.send(move)).toBe(false);
  link.hear(controlled());
  expect(call.gate.open()).toBe(true);
  expect(call.send(move)).toBe(true);
  expect(link.sent.at(-1)).toEqual({ channel: "input", message: move });
  link.hear(controlled({ customer_has_hand: true, input_open: false }));
  expect(call.gate.open()).toBe(false);
});

test("nothing is sent before the link stands or after the end", async () => {
  const { call, link } = rig();
  call.ask("view");
  expect(link.sent).toEqual([]);
  const open = await opened();
  open.link.hear(sessionState({ phase: "ended", end_reason: "customer" }));
  const before = open.link.sent.length;
  expect(open.call.say("encore là ?")).toBe(false);
  open.call.ask("control");
  expect(open.link.sent).toHaveLength(before);
});

test("chat that is too long is cut where the wire cuts, not in the middle of a character", async () => {
  const { call, link } = await opened();
  call.say("é".repeat(1999) + "😀😀");
  expect(link.sent.at(-1)?.message).toEqual({ type: "chat/say", text: "é".repeat(1999) + "😀" });
});

test("ending tells the customer's side, or closes the link when there is none yet", async () => {
  const early = rig();
  early.call.end();
  expect(early.link.closed).toBe(true);
  expect(early.call.state().stage).toBe("closed");
  const { call, link } = await opened();
  call.end();
  expect(link.types().at(-1)).toBe("session/end");
});

test("a message that is none of this wire changes nothing", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const { call, link } = await opened();
  const before = call.state();
  link.events.onMessage('{"type":"session/state","phase":"live"}');
  expect(call.state()).toBe(before);
});

test("listeners hear each change once", async () => {
  const { call, link } = await opened();
  const listener = vi.fn();
  call.subscribe(listener);
  link.events.onLost();
  link.hear({ type: "link/pong", t: 1 });
  expect(listener).toHaveBeenCalledTimes(1);
});

test("the quality that the technician prefers is said when the link opens, at a change, and when the line is back", async () => {
  prefer(QUALITY_KEY, "sharp");
  const { call, link } = await opened();
  const said = () => link.sent.flatMap(({ message }) => (message.type === "view/quality" ? [message.quality] : []));
  expect(said()).toEqual(["sharp"]);
  prefer(QUALITY_KEY, "least");
  call.sayQuality();
  link.events.onBack();
  expect(said()).toEqual(["sharp", "least", "least"]);
  prefer(QUALITY_KEY, "a quality of another version");
  call.sayQuality();
  expect(said().at(-1)).toBe("automatic");
});

test("while the line is cut, chat is not taken and ending closes at once", async () => {
  const { call, link } = await opened();
  link.hear(controlled());
  link.events.onLost();
  const before = link.sent.length;
  expect(call.say("vous m’entendez ?")).toBe(false);
  expect(call.gate.open()).toBe(false);
  const left = (call.state().lineLost?.until ?? 0) - performance.now();
  expect(left).toBeGreaterThan(110_000);
  expect(left).toBeLessThanOrEqual(120_000);
  call.end();
  expect(link.sent).toHaveLength(before);
  expect(link.closed).toBe(true);
  expect(call.state().lineLost).toBeNull();
});
