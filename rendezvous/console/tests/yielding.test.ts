import { expect, test } from "vitest";
import { FIRST_WINDOW, LEAST_WINDOW, Yielding } from "../src/link/yielding";

test("it reckons like the agent (tests/transport/test_yielding.py)", () => {
  const yielding = new Yielding();
  const windows: number[] = [];
  let seed = 7;
  for (let step = 1; step <= 1500; step++) {
    seed = (seed * 48271) % 2147483647;
    const delay = ((0.02 + (step % 200 > 150 ? 0.08 : 0)) * (seed % 1000)) / 1000;
    yielding.sent(3000, step / 50);
    yielding.acknowledged(3000, delay, 0.06 + delay, seed % 7 > 0, step / 50);
    if (step % 250 === 0) windows.push(Math.round(yielding.window));
  }
  yielding.sent(20000, 30);
  expect(windows).toEqual([45051, 43273, 60188, 15503, 21106, 41024]);
  expect([Math.round(yielding.wait(30) * 1e6), yielding.room(5000, 30), yielding.room(0, 40)]).toEqual([32361, 36023, 8192]);
});

test("a long queue leaves the least window and no less", () => {
  const yielding = new Yielding();
  yielding.acknowledged(1000, 0, 0.05, true, 0);
  for (let step = 1; step < 200; step++) yielding.acknowledged(1000, 1, 0.05, true, step / 10);
  expect(yielding.window).toBe(LEAST_WINDOW);
});

test("a window that is not used up does not grow", () => {
  const yielding = new Yielding();
  for (let step = 0; step < 100; step++) yielding.acknowledged(1000, 0, 0.05, false, step / 100);
  expect(yielding.window).toBe(FIRST_WINDOW);
});
