import { expect, test } from "vitest";
import { Pointer, type PointerMessage } from "../src/input/pointer";

function rig() {
  const sent: PointerMessage[] = [];
  const frames: (() => void)[] = [];
  const pointer = new Pointer((message) => sent.push(message), (run) => frames.push(run));
  return { sent, pointer, frame: () => frames.shift()?.() };
}

test("the first move goes at once", () => {
  const { sent, pointer } = rig();
  pointer.move({ x: 1, y: 2 });
  expect(sent).toEqual([{ type: "input/move", x: 1, y: 2 }]);
});

test("within a frame only the newest move goes, with the frame", () => {
  const { sent, pointer, frame } = rig();
  for (let x = 0; x < 5; x++) pointer.move({ x, y: 0 });
  expect(sent).toHaveLength(1);
  frame();
  expect(sent).toEqual([{ type: "input/move", x: 0, y: 0 }, { type: "input/move", x: 4, y: 0 }]);
});

test("after a still frame a move goes at once again", () => {
  const { sent, pointer, frame } = rig();
  pointer.move({ x: 1, y: 1 });
  frame();
  pointer.move({ x: 2, y: 2 });
  expect(sent).toHaveLength(2);
});

test("a press overtakes the move that waits, which is not sent after it", () => {
  const { sent, pointer, frame } = rig();
  pointer.move({ x: 1, y: 1 });
  pointer.move({ x: 2, y: 2 });
  pointer.button({ x: 3, y: 3 }, 0, true);
  frame();
  expect(sent.slice(1)).toEqual([{ type: "input/button", x: 3, y: 3, button: 0, down: true }]);
});

test("a button is pressed once and released once, and an unknown one not at all", () => {
  const { sent, pointer } = rig();
  for (const down of [true, true, false, false]) pointer.button({ x: 0, y: 0 }, 2, down);
  pointer.button({ x: 0, y: 0 }, 5, true);
  expect(sent.map((message) => message.type === "input/button" && message.down)).toEqual([true, false]);
});

test("a still pointer says nothing", () => {
  const { sent, pointer, frame } = rig();
  pointer.move({ x: 1, y: 1 });
  pointer.move({ x: 1, y: 1 });
  frame();
  expect(sent).toHaveLength(1);
});

test("what is forgotten is neither sent nor held", () => {
  const { sent, pointer, frame } = rig();
  pointer.button({ x: 0, y: 0 }, 0, true);
  pointer.move({ x: 1, y: 1 });
  pointer.move({ x: 2, y: 2 });
  expect(pointer.forget()).toBe(true);
  frame();
  pointer.button({ x: 0, y: 0 }, 0, false);
  expect(sent).toHaveLength(2);
  expect(pointer.forget()).toBe(false);
});
