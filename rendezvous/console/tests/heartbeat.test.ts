import { expect, test } from "vitest";
import { Heartbeat } from "../src/input/heartbeat";
import type { ConsoleMessage } from "../src/wire/messages";

function rig() {
  const sent: ConsoleMessage[] = [];
  const hand = { held: true };
  const timers = new Map<number, () => void>();
  let id = 0;
  const clock = {
    setInterval: (run: () => void): number => {
      timers.set(++id, run);
      return id;
    },
    clearInterval: (one: number): void => void timers.delete(one),
  };
  const heartbeat = new Heartbeat(() => hand.held, (message) => sent.push(message), clock);
  const tick = (): void => [...timers.values()].forEach((run) => run());
  return { sent, hand, heartbeat, timers, tick };
}

test("while something is held, each beat says so", () => {
  const { sent, heartbeat, tick } = rig();
  heartbeat.start();
  tick();
  tick();
  expect(sent).toEqual([{ type: "input/held" }, { type: "input/held" }]);
});

test("once nothing is held it falls silent and its timer goes", () => {
  const { sent, hand, heartbeat, timers, tick } = rig();
  heartbeat.start();
  hand.held = false;
  tick();
  expect(sent).toEqual([]);
  expect(timers.size).toBe(0);
});

test("a second key does not make a second heart", () => {
  const { heartbeat, timers } = rig();
  heartbeat.start();
  heartbeat.start();
  expect(timers.size).toBe(1);
});

test("it beats again for the next key", () => {
  const { sent, hand, heartbeat, tick } = rig();
  heartbeat.start();
  hand.held = false;
  tick();
  hand.held = true;
  heartbeat.start();
  tick();
  expect(sent).toHaveLength(1);
});
