import { expect, test } from "vitest";
import { cursorOf, LEAST, MOST, plan } from "../src/pointer/drawing";
import { longerSide } from "../src/pointer/shapes";

const measures = { width: 24, height: 32, hotX: 3, hotY: 2, seen: 20 };

test("at one to one a shape is drawn as it is, its hot spot on its own pixel", () => {
  const drawn = plan(measures, 1);
  expect(drawn).toMatchObject({ width: 24, height: 32, hotX: 3, hotY: 2, ring: false });
  expect(drawn.shape).toEqual({ x: 0, y: 0, width: 24, height: 32 });
});

test("a shape is drawn as large as the picture is shown", () => {
  expect(plan(measures, 2)).toMatchObject({ width: 48, height: 64, hotX: 7, hotY: 5 });
});

test("a shape is never smaller than can be seen, nor larger than a browser takes", () => {
  for (const scale of [0.05, 0.3, 0.7]) {
    const drawn = plan(measures, scale);
    expect(Math.max(drawn.width, drawn.height)).toBeGreaterThanOrEqual(LEAST);
    expect(drawn.shape.width / drawn.shape.height).toBeCloseTo(24 / 32);
  }
  for (const scale of [1, 5, 40]) {
    for (const side of [1, 24, 256, 1024]) {
      for (const spot of [0, side - 1]) {
        const drawn = plan({ width: side, height: side, hotX: spot, hotY: spot, seen: 0 }, scale);
        expect(Math.max(drawn.width, drawn.height)).toBeLessThanOrEqual(MOST);
        expect(drawn.hotX).toBeLessThan(drawn.width);
        expect(drawn.hotY).toBeLessThan(drawn.height);
      }
    }
  }
});

test("what can hardly be seen gets a ring around its hot spot, and room for it", () => {
  const drawn = plan({ width: 1, height: 1, hotX: 0, hotY: 0, seen: 0 }, 1);
  expect(drawn.ring).toBe(true);
  for (const room of [drawn.hotX, drawn.hotY, drawn.width - drawn.hotX, drawn.height - drawn.hotY]) {
    expect(room).toBeGreaterThanOrEqual(11);
  }
  expect(plan({ ...measures, seen: 8 }, 1).ring).toBe(true);
  expect(plan({ ...measures, seen: 20 }, 1).ring).toBe(false);
});

test("what is seen of a shape is the box around all that is not transparent", () => {
  const width = 8;
  const height = 6;
  const data = new Uint8ClampedArray(4 * width * height);
  expect(longerSide({ data, width, height })).toBe(0);
  data[4 * (2 * width + 3) + 3] = 255;
  expect(longerSide({ data, width, height })).toBe(1);
  data[4 * (5 * width + 1) + 3] = 255;
  expect(longerSide({ data, width, height })).toBe(4);
  data[3] = 10;
  expect(longerSide({ data, width, height })).toBe(4);
});

test("as a cursor a drawing names its hot spot, and how fine it is", () => {
  const drawing = { ...plan(measures, 1), url: "data:image/png;base64,AA==" };
  expect(cursorOf(drawing, 1)).toBe('url("data:image/png;base64,AA==") 3 2, default');
  expect(cursorOf(drawing, 2)).toBe('image-set(url("data:image/png;base64,AA==") 2x) 3 2, default');
});
