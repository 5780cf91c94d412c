import { afterEach, expect, test, vi } from "vitest";
import { Guide } from "../src/input/guide";
import type { Locate } from "../src/input/surface";
import type { PointAt, PointAway } from "../src/wire/messages";

afterEach(() => vi.unstubAllGlobals());


function rig() {
  vi.stubGlobal("window", new EventTarget());
  const sent: (PointAt | PointAway)[] = [];
  const frames: (() => void)[] = [];
  const gate = { isOpen: true, open: () => gate.isOpen, send: (message: PointAt | PointAway) => void sent.push(message) };
  const canvas = new EventTarget();
  const locate: Locate = ({ clientX, clientY }) => ({ x: 2 * (clientX - 10), y: 2 * (clientY - 20) });
  const guide = new Guide(canvas as unknown as HTMLCanvasElement, gate, locate, (run) => frames.push(run));
  const move = (clientX: number, clientY: number): void =>
    void canvas.dispatchEvent(Object.assign(new Event("pointermove"), { clientX, clientY }));
  return { sent, gate, canvas, guide, move, frame: () => frames.shift()?.() };
}

test("a move points at the pixel of the desktop, at most once a frame, the newest last", () => {
  const { sent, move, frame } = rig();
  for (const x of [10, 11, 12, 60]) move(x, 45);
  expect(sent).toEqual([{ type: "annotate/point", x: 0, y: 50 }]);
  frame();
  expect(sent.slice(1)).toEqual([{ type: "annotate/point", x: 100, y: 50 }]);
});

test("leaving the picture takes the pointer away, once", () => {
  const { sent, move, canvas } = rig();
  move(10, 20);
  canvas.dispatchEvent(new Event("pointerleave"));
  canvas.dispatchEvent(new Event("pointerleave"));
  expect(sent.slice(1)).toEqual([{ type: "annotate/away" }]);
});

test("nothing is sent while pointing is not allowed, and what was shown is taken away", () => {
  const { sent, gate, move, frame } = rig();
  move(10, 20);
  gate.isOpen = false;
  move(20, 20);
  frame();
  expect(sent.slice(1)).toEqual([{ type: "annotate/away" }]);
});

test("after closing, moves go nowhere", () => {
  const { sent, guide, move } = rig();
  guide.close();
  move(10, 20);
  expect(sent).toEqual([]);
});
