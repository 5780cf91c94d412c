/** The picture's wire as the console reads it: right frames are read exactly, wrong ones are refused, never believed. */

import { describe, expect, test } from "vitest";
import { FrameAssembler } from "../src/picture/assembler";
import { Rates } from "../src/picture/rates";
import { readFrame, readMessage, WireError } from "../src/picture/wire";

function bytes(...values: (number | [number, number])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.flatMap((v) => (Array.isArray(v) ? [...Array(v[1]).keys()].map((i) => (v[0] / 256 ** (v[1] - 1 - i)) & 255) : [v])));
}

const u16 = (value: number): [number, number] => [value, 2];
const u32 = (value: number): [number, number] => [value, 4];
const head = (parts: number): (number | [number, number])[] => [u16(640), u16(480), 1, 5, u16(parts)];
const COPY = [1, 0, u16(1), u16(2), u16(3), u16(4), u16(5), u16(6)];
const TILE = [2, 0, u16(7), u16(8), u16(9), u16(10), u32(3), 1, 2, 3];
const VIDEO = [3, 2, u16(2), u16(4), u16(6), u16(8), 1, 0, u16(32), u16(16), u16(10), u16(8), u32(2), 9, 8];

function message(frame: number, chunk: number, last: boolean, payload: number[]): ArrayBuffer {
  return bytes(1, last ? 1 : 0, u16(chunk), u32(frame), ...payload).buffer;
}

describe("frames", () => {
  test("are read as the agent writes them", () => {
    const frame = readFrame(bytes(...head(3), ...COPY, ...TILE, ...VIDEO));
    expect(frame).toEqual({
      width: 640,
      height: 480,
      whole: true,
      view: 5,
      parts: [
        { kind: "copy", area: { x: 1, y: 2, width: 3, height: 4 }, x: 5, y: 6 },
        { kind: "tile", area: { x: 7, y: 8, width: 9, height: 10 }, webp: bytes(1, 2, 3) },
        {
          kind: "video",
          area: { x: 2, y: 4, width: 6, height: 8 },
          codec: "vp8",
          key: true,
          width: 32,
          height: 16,
          x: 10,
          y: 8,
          packet: bytes(9, 8),
        },
      ],
    });
  });

  test.each([
    ["nothing", bytes()],
    ["no size", bytes(u16(0), u16(480), 1, 0, u16(0))],
    ["a part outside the picture", bytes(...head(1), 2, 0, u16(639), u16(0), u16(2), u16(1), u32(0))],
    ["an empty part", bytes(...head(1), 2, 0, u16(0), u16(0), u16(0), u16(1), u32(0))],
    ["a copy from outside", bytes(...head(1), 1, 0, u16(0), u16(0), u16(9), u16(9), u16(639), u16(0))],
    ["video cut outside its own picture", bytes(...head(1), 3, 1, u16(0), u16(0), u16(9), u16(9), 1, 0, u16(8), u16(8), u16(0), u16(0), u32(0))],
    ["an unknown kind", bytes(...head(1), 9, 0, u16(0), u16(0), u16(1), u16(1))],
    ["an unknown codec", bytes(...head(1), ...VIDEO.with(1, 7))],
    ["a length beyond the end", bytes(...head(1), 2, 0, u16(0), u16(0), u16(1), u16(1), u32(99), 1)],
    ["too many parts", bytes(...head(65535))],
    ["something after the end", bytes(...head(1), ...TILE, 0)],
  ])("with %s are refused", (_, wrong) => {
    expect(() => readFrame(wrong)).toThrow(WireError);
  });

  test("of random bytes, or cut or changed anywhere, are read or refused, and nothing else happens", () => {
    const right = bytes(...head(3), ...COPY, ...TILE, ...VIDEO);
    let state = 1;
    const random = (below: number) => (state = (state * 48271) % 2147483647) % below;
    for (let i = 0; i < 20000; i++) {
      const wrong = right.slice(0, random(right.length + 1));
      for (let n = random(4); n > 0 && wrong.length; n--) wrong[random(wrong.length)] = random(256);
      try {
        for (const part of readFrame(wrong).parts) expect(part.area.x + part.area.width).toBeLessThanOrEqual(65535);
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
    }
  });
});

describe("messages", () => {
  const add = (assembler: FrameAssembler, data: ArrayBuffer) => assembler.add(readMessage(data));

  test("become a frame again", () => {
    const assembler = new FrameAssembler();
    expect(add(assembler, message(7, 0, false, [1, 2]))).toBeUndefined();
    expect(add(assembler, message(7, 1, true, [3]))).toEqual(bytes(1, 2, 3));
    expect(add(assembler, message(8, 0, true, [4]))).toEqual(bytes(4));
  });

  test("of a frame that was cut off are forgotten when the next begins", () => {
    const assembler = new FrameAssembler();
    add(assembler, message(7, 0, false, [1, 2]));
    expect(add(assembler, message(9, 0, true, [5]))).toEqual(bytes(5));
  });

  test("with a gap are refused", () => {
    const assembler = new FrameAssembler();
    add(assembler, message(7, 0, false, [1]));
    expect(() => add(assembler, message(7, 2, true, [3]))).toThrow(WireError);
    expect(() => add(new FrameAssembler(), message(7, 1, true, [3]))).toThrow(WireError);
  });

  test("of another version or without a head are refused", () => {
    expect(() => readMessage(bytes(2, 1, u16(0), u32(1)).buffer)).toThrow(WireError);
    expect(() => readMessage(bytes(1, 1, 0).buffer)).toThrow(WireError);
  });
});

test("rates count the last second only", () => {
  const rates = new Rates();
  rates.add(0, 1000, 1);
  rates.add(600, 500, 1);
  expect(rates.at(900)).toEqual({ framesPerSecond: 2, bytesPerSecond: 1500 });
  expect(rates.at(1100)).toEqual({ framesPerSecond: 1, bytesPerSecond: 500 });
  expect(rates.at(5000)).toEqual({ framesPerSecond: 0, bytesPerSecond: 0 });
});
