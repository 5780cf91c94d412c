import { expect, test } from "vitest";
import { Wheel } from "../src/input/wheel";

const pixels = (deltaX: number, deltaY: number) => ({ deltaX, deltaY, deltaMode: 0 });

test("one click of a wheel is one notch in every browser", () => {
  for (const delta of [48, 53, 100, 120]) expect(new Wheel().turn(pixels(0, delta))).toEqual({ dx: 0, dy: 1 });
  expect(new Wheel().turn({ deltaX: 0, deltaY: -3, deltaMode: 1 })).toEqual({ dx: 0, dy: -1 });
  expect(new Wheel().turn({ deltaX: 0, deltaY: 1, deltaMode: 2 })).toEqual({ dx: 0, dy: 1 });
});

test("a fast wheel gives several notches, held to what the wire takes", () => {
  expect(new Wheel().turn(pixels(0, 360))).toEqual({ dx: 0, dy: 4 });
  expect(new Wheel().turn(pixels(-99999, 0))).toEqual({ dx: -20, dy: 0 });
});

test("a touchpad's glide adds up to notches and loses nothing", () => {
  const wheel = new Wheel();
  const notches = Array.from({ length: 50 }, () => wheel.turn(pixels(0, 10))?.dy ?? 0);
  expect(notches.reduce((sum, dy) => sum + dy, 0)).toBe(5);
});

test("turning back starts anew", () => {
  const wheel = new Wheel();
  for (let at = 0; at < 9; at++) expect(wheel.turn(pixels(0, 10))).toBeNull();
  for (let at = 0; at < 9; at++) expect(wheel.turn(pixels(0, -10))).toBeNull();
  expect(wheel.turn(pixels(0, -10))).toEqual({ dx: 0, dy: -1 });
});
