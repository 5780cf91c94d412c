import { expect, test } from "vitest";
import { actualSize, fitted, toStream } from "../src/input/coordinates";

const STREAM = { width: 1920, height: 1080 };

test("at 1:1 every pixel is itself", () => {
  const box = { left: 37, top: 12, width: 1920, height: 1080 };
  for (const [x, y] of [[0, 0], [1, 1], [959, 540], [1919, 1079]] as const) {
    expect(toStream(37 + x + 0.5, 12 + y + 0.5, box, STREAM)).toEqual({ x, y });
  }
});

test("fitted, the middle of where a pixel is drawn is that pixel", () => {
  const size = fitted(STREAM, { width: 1111, height: 907 });
  const box = { left: 13.25, top: 141.5, ...size };
  for (const [x, y] of [[0, 0], [1, 7], [333, 777], [1000, 540], [1919, 1079]] as const) {
    const clientX = box.left + ((x + 0.5) * size.width) / STREAM.width;
    const clientY = box.top + ((y + 0.5) * size.height) / STREAM.height;
    expect(toStream(clientX, clientY, box, STREAM)).toEqual({ x, y });
  }
});

test("enlarged, all screen pixels of one stream pixel are that pixel", () => {
  const box = { left: 0, top: 0, width: 3840, height: 2160 };
  expect(toStream(200, 300, box, STREAM)).toEqual({ x: 100, y: 150 });
  expect(toStream(201.9, 301.9, box, STREAM)).toEqual({ x: 100, y: 150 });
});

test("a pointer outside is held at the edge", () => {
  const box = { left: 100, top: 100, width: 960, height: 540 };
  expect(toStream(-50, 20, box, STREAM)).toEqual({ x: 0, y: 0 });
  expect(toStream(5000, 5000, box, STREAM)).toEqual({ x: 1919, y: 1079 });
});

test("without a size yet, everything is the origin", () => {
  expect(toStream(5, 5, { left: 0, top: 0, width: 0, height: 0 }, { width: 0, height: 0 })).toEqual({ x: 0, y: 0 });
});

test("fitted keeps the proportions and touches one side of the room", () => {
  expect(fitted(STREAM, { width: 960, height: 1000 })).toEqual({ width: 960, height: 540 });
  expect(fitted(STREAM, { width: 4000, height: 540 })).toEqual({ width: 960, height: 540 });
});

test("actual size is one screen pixel a pixel, whatever the zoom", () => {
  expect(actualSize(STREAM, 1.25)).toEqual({ width: 1536, height: 864 });
});
