import { expect, test, vi } from "vitest";
import { Call } from "../src/call/call";
import { CustomerPointer } from "../src/pointer/customer";
import type { Shape } from "../src/pointer/shapes";
import type { PointerPicture, PointerPlace } from "../src/wire/messages";
import { controlled, FakeLink, FakeStorage } from "./fakes";

function place(x: number, y: number, shape = 0, shown = true): PointerPlace {
  return { type: "view/pointer", x, y, shown, shape };
}

function told(id: number, image = "AAAA"): PointerPicture {
  return { type: "view/pointer_shape", id, width: 9, height: 9, hot_x: 0, hot_y: 0, image };
}

/** A pointer whose pictures are decoded when the test says so. */
function slow(): { pointer: CustomerPointer; decoded: ((shape: Shape | null) => void)[] } {
  const decoded: ((shape: Shape | null) => void)[] = [];
  const pointer = new CustomerPointer(
    () => new Promise((keep, drop) => decoded.push((shape) => (shape ? keep(shape) : drop(new Error("no picture"))))),
  );
  return { pointer, decoded };
}

function shape(width: number): Shape {
  return { width, height: width, hotX: 0, hotY: 0, seen: width, image: {} as ImageBitmap };
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

test("nothing is known before the agent tells, and nothing is seen where it is not shown", () => {
  const pointer = new CustomerPointer();
  expect(pointer.seen()).toBeNull();
  pointer.heard(place(3, 4));
  expect(pointer.seen()).toEqual({ x: 3, y: 4, shape: null, own: false });
  pointer.heard(place(0, 0, 0, false));
  expect(pointer.seen()).toBeNull();
});

test("listeners are told of each change, and the state is one object until then", () => {
  const pointer = new CustomerPointer();
  const listener = vi.fn();
  const leave = pointer.subscribe(listener);
  pointer.heard(place(3, 4));
  expect(pointer.seen()).toBe(pointer.seen());
  expect(listener).toHaveBeenCalledTimes(1);
  leave();
  pointer.heard(place(5, 6));
  expect(listener).toHaveBeenCalledTimes(1);
});

test("where the technician put it, by moving, pressing or scrolling, is the technician's own; elsewhere is not", () => {
  const pointer = new CustomerPointer();
  pointer.sent({ type: "input/move", x: 1, y: 2 });
  pointer.sent({ type: "input/button", x: 3, y: 4, button: 0, down: true });
  pointer.sent({ type: "input/scroll", x: 5, y: 6, dx: 0, dy: 1 });
  for (const [x, y, own] of [[1, 2, true], [3, 4, true], [5, 6, true], [1, 4, false], [12, 0, false]] as const) {
    pointer.heard(place(x, y));
    expect(pointer.seen()?.own).toBe(own);
  }
});

test("a place of long ago is the technician's own no more", () => {
  const pointer = new CustomerPointer();
  pointer.sent({ type: "input/move", x: 1, y: 2 });
  for (let x = 0; x < 200; x++) pointer.sent({ type: "input/move", x, y: 9 });
  pointer.heard(place(1, 2));
  expect(pointer.seen()?.own).toBe(false);
});

test("until a new shape is decoded the one before stays", async () => {
  const { pointer, decoded } = slow();
  pointer.heard(told(1));
  decoded[0]?.(shape(24));
  await settled();
  pointer.heard(place(3, 4, 1));
  expect(pointer.seen()?.shape?.width).toBe(24);
  pointer.heard(told(2));
  pointer.heard(place(3, 4, 2));
  expect(pointer.seen()?.shape?.width).toBe(24);
  decoded[1]?.(shape(16));
  await settled();
  expect(pointer.seen()?.shape?.width).toBe(16);
});

test("of two pictures told under one number the newer counts, whichever is decoded first", async () => {
  const { pointer, decoded } = slow();
  pointer.heard(place(3, 4, 1));
  pointer.heard(told(1, "OLD="));
  pointer.heard(told(1, "NEW="));
  decoded[1]?.(shape(16));
  await settled();
  decoded[0]?.(shape(24));
  await settled();
  expect(pointer.seen()?.shape?.width).toBe(16);
});

test("a shape that cannot be decoded is a plain arrow", async () => {
  const { pointer, decoded } = slow();
  pointer.heard(place(3, 4, 1));
  pointer.heard(told(1));
  decoded[0]?.(null);
  await settled();
  expect(pointer.seen()).toEqual({ x: 3, y: 4, shape: null, own: false });
});

test("a call hands over what it hears, and what of the technician's moves really went out", async () => {
  vi.stubGlobal("localStorage", new FakeStorage());
  const links: FakeLink[] = [];
  const call = new Call((events) => {
    links.push(new FakeLink(events));
    return links[0] as FakeLink;
  });
  const [link] = links;
  call.send({ type: "input/move", x: 7, y: 8 });
  link?.events.onOpen();
  await vi.waitFor(() => expect(link?.types()).toContain("consent/request"));
  link?.hear(controlled());
  call.send({ type: "input/move", x: 3, y: 4 });
  link?.hear(place(3, 4));
  expect(call.pointer.seen()).toMatchObject({ x: 3, y: 4, own: true });
  link?.hear(place(7, 8));
  expect(call.pointer.seen()).toMatchObject({ x: 7, y: 8, own: false });
});
