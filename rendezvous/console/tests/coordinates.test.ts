import { expect, test } from "vitest";
import { actualSize, fitted, isSharp, onPicture, pictureSize, type Part, toDesktop } from "../src/input/coordinates";

const WHOLE: Part = { x: 0, y: 0, width: 1920, height: 1080, divisor: 1 };
const RIGHT: Part = { x: 1920, y: 60, width: 1366, height: 768, divisor: 1 };
const PIXELS = [[0, 0], [1, 7], [333, 767], [1000, 540], [1365, 766]] as const;

test("at 1:1 every pixel is itself", () => {
  const box = { left: 37, top: 12, width: 1920, height: 1080 };
  for (const [x, y] of [[0, 0], [1, 1], [959, 540], [1919, 1079]] as const) {
    expect(toDesktop(37 + x + 0.5, 12 + y + 0.5, box, WHOLE)).toEqual({ x, y });
  }
});

test("fitted, the middle of where a pixel is drawn is that pixel, on any monitor", () => {
  for (const part of [WHOLE, RIGHT]) {
    const size = fitted(pictureSize(part), { width: 1111, height: 907 }, 1);
    const box = { left: 13.25, top: 141.5, ...size };
    for (const [x, y] of PIXELS) {
      const clientX = box.left + ((x + 0.5) * size.width) / part.width;
      const clientY = box.top + ((y + 0.5) * size.height) / part.height;
      expect(toDesktop(clientX, clientY, box, part)).toEqual({ x: part.x + x, y: part.y + y });
    }
  }
});

test("reduced, each place is in the square of the desktop that is drawn there, and there and back is the same", () => {
  for (const divisor of [2, 3, 4]) {
    const part = { ...RIGHT, divisor };
    const picture = pictureSize(part);
    const box = { left: 5, top: 9, width: picture.width, height: picture.height };
    for (const [x, y] of [[0, 0], [1, 0], [100, 33], [picture.width - 2, picture.height - 2]] as const) {
      const at = toDesktop(box.left + x + 0.5, box.top + y + 0.5, box, part);
      expect([Math.floor((at.x - part.x) / divisor), Math.floor((at.y - part.y) / divisor)]).toEqual([x, y]);
      const back = onPicture(at, part);
      expect(toDesktop(box.left + back.x * box.width, box.top + back.y * box.height, box, part)).toEqual(at);
    }
  }
});

test("the last pixels of a picture that stands for a few more are held inside the part", () => {
  const part = { ...RIGHT, width: 1365, height: 767, divisor: 4 };
  const box = { left: 0, top: 0, ...pictureSize(part) };
  expect(pictureSize(part)).toEqual({ width: 342, height: 192 });
  expect(toDesktop(341.9, 191.9, box, part)).toEqual({ x: 1920 + 1364, y: 60 + 766 });
});

test("enlarged, all screen pixels of one of the desktop are that pixel", () => {
  const box = { left: 0, top: 0, width: 3840, height: 2160 };
  expect(toDesktop(200, 300, box, WHOLE)).toEqual({ x: 100, y: 150 });
  expect(toDesktop(201.9, 301.9, box, WHOLE)).toEqual({ x: 100, y: 150 });
});

test("a pointer outside is held at the edge", () => {
  const box = { left: 100, top: 100, width: 960, height: 540 };
  expect(toDesktop(-50, 20, box, RIGHT)).toEqual({ x: 1920, y: 60 });
  expect(toDesktop(5000, 5000, box, RIGHT)).toEqual({ x: 1920 + 1365, y: 60 + 767 });
});

test("without a size yet, everything is the origin", () => {
  const nowhere = { x: 0, y: 0, width: 0, height: 0, divisor: 1 };
  expect(toDesktop(5, 5, { left: 0, top: 0, width: 0, height: 0 }, nowhere)).toEqual({ x: 0, y: 0 });
});

test("fitted keeps the proportions and touches one side of the room", () => {
  expect(fitted(WHOLE, { width: 960, height: 1000 }, 1)).toEqual({ width: 960, height: 540 });
  expect(fitted(WHOLE, { width: 4000, height: 540 }, 2)).toEqual({ width: 960, height: 540 });
  expect(fitted(WHOLE, { width: 2880, height: 4000 }, 1)).toEqual({ width: 2880, height: 1620 });
});

test("a little room to spare is left, so that each pixel is a whole number of the screen's", () => {
  expect(fitted(WHOLE, { width: 2000, height: 1100 }, 1)).toEqual({ width: 1920, height: 1080 });
  expect(fitted(WHOLE, { width: 2000, height: 1100 }, 2)).toEqual({ width: 1920, height: 1080 });
  expect(fitted(WHOLE, { width: 1919, height: 1079 }, 1).width).toBeCloseTo(1918.2, 1);
});

test("what is a whole number of the screen's pixels is drawn sharp, and nothing else", () => {
  const picture = pictureSize(WHOLE);
  expect(isSharp(picture, fitted(WHOLE, { width: 1000, height: 560 }, 2), 2)).toBe(true);
  expect(isSharp(picture, actualSize(WHOLE, 1.25), 1.25)).toBe(true);
  expect(isSharp(picture, fitted(WHOLE, { width: 1600, height: 1000 }, 1), 1)).toBe(false);
  expect(isSharp(picture, { width: 0, height: 0 }, 1)).toBe(false);
});

test("actual size is one screen pixel a pixel of the desktop, whatever the zoom and however reduced", () => {
  expect(actualSize(WHOLE, 1.25)).toEqual({ width: 1536, height: 864 });
  expect(actualSize({ ...WHOLE, divisor: 2 }, 1.25)).toEqual({ width: 1536, height: 864 });
});
