import { beforeEach, expect, test, vi } from "vitest";
import { Call } from "../src/call/call";
import { type CallEvent, type CallState, NEW_CALL, reduce } from "../src/call/state";
import { newReturn, restarts, said } from "../src/call/restart";
import type { LinkProblem } from "../src/link";
import { type EndReason, RESTART_SECONDS, type SessionState } from "../src/wire/messages";
import { FakeLink, FakeStorage, sessionState } from "./fakes";

beforeEach(() => void vi.stubGlobal("localStorage", new FakeStorage()));

const GRANTED: Partial<SessionState> = { phase: "live", granted: ["view", "restart"] };
const told = (change: Partial<SessionState>): CallEvent => ({ type: "heard", message: sessionState(change), at: 0 });
const asked: CallEvent = { type: "sent", message: { type: "restart/begin", secret: "ab".repeat(32) }, at: 0 };
const closed = (problem: LinkProblem | null): CallEvent => ({ type: "closed", problem });
const gone: LinkProblem = { kind: "peer_gone", detail: "" };
const after = (...events: CallEvent[]): CallState => [{ type: "open" } as const, told(GRANTED), asked, ...events].reduce(reduce, NEW_CALL);

async function live() {
  const links: FakeLink[] = [];
  const call = new Call((events) => {
    const link = new FakeLink(events);
    links.push(link);
    return link;
  });
  const link = links[0] as FakeLink;
  link.events.onOpen();
  await vi.waitFor(() => expect(link.types()).toContain("consent/request"));
  return { call, link };
}

test("a restart is asked for only while it is granted, with a secret of its own each time", async () => {
  const { call, link } = await live();
  call.restart();
  expect(link.types()).not.toContain("restart/begin");
  link.hear(sessionState(GRANTED));
  call.restart();
  call.restart();
  const secrets = link.sent.flatMap(({ message }) => (message.type === "restart/begin" ? [message.secret] : []));
  expect(secrets.every((secret) => /^[0-9a-f]{64}$/.test(secret))).toBe(true);
  expect(new Set(secrets).size).toBe(2);
});

test("how to meet again is given once, when the computer restarts, and is what the agent was told", async () => {
  const { call, link } = await live();
  link.hear(sessionState(GRANTED));
  call.restart();
  expect(call.comesBack()).toBe(false);
  link.hear(sessionState({ phase: "ended", end_reason: "restart" }));
  expect(call.comesBack()).toBe(true);
  const back = call.takeReturn();
  const told = link.sent.flatMap(({ message }) => (message.type === "restart/begin" ? [message.secret] : []));
  expect(told).toEqual([back && said(back.secret)]);
  expect([call.comesBack(), call.takeReturn()]).toEqual([false, null]);
});

test("the time to come back is the agent's", () => {
  expect(newReturn(1000).until).toBe(1000 + RESTART_SECONDS * 1000);
});

test("a line that breaks before the agent could say so means the restart, and no other end does", () => {
  expect(restarts(after(closed(gone)))).toBe(true);
  expect(restarts(after(told({ phase: "ended", end_reason: "restart" }), closed(gone)))).toBe(true);
  expect(restarts(after(closed(null)))).toBe(false);
  expect(restarts(after(closed({ kind: "tampered", detail: "" })))).toBe(false);
  for (const reason of ["customer", "technician", "failure", "away"] satisfies EndReason[]) {
    expect(restarts(after(told({ phase: "ended", end_reason: reason }), closed(gone)))).toBe(false);
  }
});

test("a refusal, a pause and a withdrawal stop it", () => {
  const refused: CallEvent = { type: "heard", message: { type: "restart/refused", reason: "held" }, at: 0 };
  expect(after(refused).restart).toBe("held");
  expect(after(told({ ...GRANTED, phase: "paused" })).restart).toBeNull();
  expect(after(told({ phase: "live", granted: ["view"] })).restart).toBeNull();
  for (const stopped of [refused, told({ phase: "live", granted: ["view"] })]) {
    expect(restarts(after(stopped, closed(gone)))).toBe(false);
  }
});
