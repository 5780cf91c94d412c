import { expect, test } from "vitest";
import { Drawing, markNumbers } from "../src/input/drawing";
import { BATCH_POINTS, type DrawMark, MARK_POINTS } from "../src/wire/messages";

const LOOK = { colour: "blue", stay: true } as const;

function rig() {
  const sent: DrawMark[] = [];
  const frames: (() => void)[] = [];
  let number = 0;
  const drawing = new Drawing((message) => void sent.push(message), () => ++number, (run) => frames.push(run));
  return { sent, drawing, frame: () => frames.shift()?.() };
}

test("a stroke is there with its first point and goes on once a frame", () => {
  const { sent, drawing, frame } = rig();
  drawing.begin("pen", { x: 1, y: 2 }, LOOK);
  for (const x of [10, 20, 30]) drawing.go({ x, y: 2 });
  expect(sent).toEqual([{ type: "annotate/draw", mark: 1, tool: "pen", ...LOOK, points: [1, 2] }]);
  frame();
  expect(sent[1]?.points).toEqual([10, 2, 20, 2, 30, 2]);
  frame();
  drawing.end({ x: 31, y: 2 });
  expect(sent.slice(2).map(({ mark, points }) => [mark, points])).toEqual([[1, [31, 2]]]);
});

test("a pen that hardly moves sends nothing more", () => {
  const { sent, drawing, frame } = rig();
  drawing.begin("pen", { x: 1, y: 2 }, LOOK);
  drawing.go({ x: 3, y: 3 });
  frame();
  expect(sent).toHaveLength(1);
});

test.each(["arrow", "box"] as const)("%s has a size before it is there, and each place takes the place of the last", (tool) => {
  const { sent, drawing, frame } = rig();
  drawing.begin(tool, { x: 1, y: 2 }, LOOK);
  expect(sent).toEqual([]);
  drawing.go({ x: 50, y: 60 });
  drawing.go({ x: 70, y: 80 });
  frame();
  drawing.end({ x: 71, y: 81 });
  expect(sent.map(({ points }) => points)).toEqual([[1, 2, 50, 60], [1, 2, 70, 80], [1, 2, 71, 81]]);
  expect(new Set(sent.map(({ mark }) => mark)).size).toBe(1);
});

test("a click by mistake draws no arrow, but a spotlight", () => {
  const { sent, drawing } = rig();
  drawing.begin("arrow", { x: 1, y: 2 }, LOOK);
  drawing.end({ x: 2, y: 2 });
  expect(sent).toEqual([]);
  drawing.begin("spotlight", { x: 1, y: 2 }, LOOK);
  drawing.end({ x: 1, y: 2 });
  expect(sent.map(({ points }) => points)).toEqual([[1, 2, 1, 2]]);
});

test("no message and no mark has more points than the wire takes, and a long stroke has no gap", () => {
  const { sent, drawing } = rig();
  drawing.begin("pen", { x: 0, y: 0 }, LOOK);
  for (let at = 1; at <= 3 * MARK_POINTS; at += 1) drawing.go({ x: at * LEAST, y: 0 });
  drawing.end({ x: 0, y: 9 });
  const strokes = new Map<number, number[]>();
  for (const { mark, points } of sent) {
    expect(points.length).toBeLessThanOrEqual(2 * BATCH_POINTS);
    strokes.set(mark, [...(strokes.get(mark) ?? []), ...points]);
  }
  const all = [...strokes.values()];
  expect(all.length).toBeGreaterThan(3);
  for (const [index, points] of all.entries()) {
    expect(points.length).toBeLessThanOrEqual(2 * MARK_POINTS);
    if (index > 0) expect(points.slice(0, 2)).toEqual(all[index - 1]?.slice(-2));
  }
});

const LEAST = 4;

test("what is cancelled sends nothing more", () => {
  const { sent, drawing, frame } = rig();
  drawing.begin("pen", { x: 1, y: 2 }, LOOK);
  drawing.go({ x: 50, y: 60 });
  drawing.cancel();
  frame();
  drawing.end({ x: 70, y: 80 });
  expect(sent).toHaveLength(1);
});

test("the next mark waits for no frame of the last one", () => {
  const { sent, drawing, frame } = rig();
  for (const x of [1, 2]) {
    drawing.begin("pen", { x, y: 0 }, LOOK);
    drawing.end({ x, y: 0 });
  }
  frame();
  expect(sent.map(({ mark, points }) => [mark, points])).toEqual([[1, [1, 0]], [2, [2, 0]]]);
});

test("marks are numbered from anywhere on, within the wire's numbers", () => {
  const next = markNumbers(() => 0.999999999999);
  const numbers = [next(), next(), next()];
  expect(new Set(numbers).size).toBe(3);
  for (const number of numbers) expect(number >= 1 && number <= 2 ** 31 - 1).toBe(true);
});
