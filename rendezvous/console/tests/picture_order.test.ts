/** The order of drawing: decoders finish when they like, the canvas changes in the order of the frames. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PictureView } from "../src/picture";

interface Decoding {
  data: number;
  resolve(): void;
  reject(): void;
}

/** Decoders that finish when the test says so; an image remembers the first byte that it was made of. */
class FakeDecoders {
  readonly tiles: Decoding[] = [];
  open = 0;

  install(): void {
    const decoders = this;
    vi.stubGlobal(
      "ImageDecoder",
      class {
        private readonly first: number;
        constructor(init: { data: Uint8Array }) {
          this.first = init.data[0] ?? 0;
        }
        decode(): Promise<{ image: unknown }> {
          return new Promise((resolve, reject) => {
            decoders.tiles.push({
              data: this.first,
              resolve: () => {
                decoders.open++;
                resolve({ image: { displayWidth: 1, displayHeight: 1, data: this.first, close: () => decoders.open-- } });
              },
              reject: () => reject(new Error("broken")),
            });
          });
        }
        close(): void {}
      },
    );
  }
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

function frame(number: number, data: number, { whole = false, size = 8, of = 0 } = {}): ArrayBuffer {
  const part = [2, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, data];
  return new Uint8Array([1, 1, 0, 0, 0, 0, 0, number, 0, size, 0, size, whole ? 1 : 0, of, 0, 1, ...part]).buffer;
}

function setUp() {
  const drawn: number[] = [];
  const context = { drawImage: (image: { data: number }) => drawn.push(image.data) };
  const canvas = { width: 0, height: 0, getContext: () => context };
  const shown: number[] = [];
  const refreshes: number[] = [];
  const views: number[] = [];
  const view = new PictureView(canvas as unknown as HTMLCanvasElement, {
    onShown: (number) => shown.push(number),
    onView: (number) => views.push(number),
    onRefreshNeeded: () => refreshes.push(1),
  });
  return { view, canvas, drawn, shown, refreshes, views };
}

let decoders: FakeDecoders;

beforeEach(() => {
  decoders = new FakeDecoders();
  decoders.install();
});
afterEach(() => vi.unstubAllGlobals());

test("a frame that is decoded first is drawn after the older one", async () => {
  const { view, canvas, drawn, shown } = setUp();
  view.receive(frame(1, 11, { whole: true }));
  view.receive(frame(2, 22));
  decoders.tiles[1]?.resolve();
  await tick();
  expect(drawn).toEqual([]);
  decoders.tiles[0]?.resolve();
  await tick();
  expect(drawn).toEqual([11, 22]);
  expect(shown).toEqual([1, 2]);
  expect(canvas.width).toBe(8);
  expect(decoders.open).toBe(0);
});

test("after a broken image nothing is drawn until a whole frame, which is asked for once", async () => {
  const { view, drawn, refreshes } = setUp();
  view.receive(frame(1, 11, { whole: true }));
  view.receive(frame(2, 22));
  decoders.tiles[1]?.resolve();
  decoders.tiles[0]?.reject();
  await tick();
  view.receive(frame(3, 33));
  view.receive(new ArrayBuffer(3));
  await tick();
  expect(drawn).toEqual([]);
  expect(refreshes).toEqual([1]);
  view.receive(frame(4, 44, { whole: true }));
  decoders.tiles.at(-1)?.resolve();
  await tick();
  expect(drawn).toEqual([44]);
  expect(decoders.open).toBe(0);
});

test("a failure after the answer to the last one asks again", async () => {
  const { view, refreshes } = setUp();
  view.receive(new ArrayBuffer(3));
  view.receive(frame(1, 11, { whole: true }));
  view.receive(new ArrayBuffer(3));
  expect(refreshes).toEqual([1, 1]);
});

test("after close nothing is drawn and nothing is asked for", async () => {
  const { view, drawn, refreshes } = setUp();
  view.receive(frame(1, 11, { whole: true }));
  view.close();
  decoders.tiles[0]?.resolve();
  view.receive(new ArrayBuffer(3));
  await tick();
  expect(drawn).toEqual([]);
  expect(refreshes).toEqual([]);
  expect(decoders.open).toBe(0);
});

test("more frames than any agent sends are refused", async () => {
  const { view, refreshes } = setUp();
  view.receive(frame(1, 11, { whole: true }));
  for (let number = 2; number < 80; number++) view.receive(frame(number, 22));
  expect(refreshes).toEqual([1]);
});

test("what is shown is told when it is drawn, not when it arrives, and only when it is another", async () => {
  const { view, views } = setUp();
  view.receive(frame(1, 11, { whole: true, of: 3 }));
  view.receive(frame(2, 22, { of: 3 }));
  view.receive(frame(3, 33, { whole: true, of: 4 }));
  decoders.tiles[2]?.resolve();
  await tick();
  expect(views).toEqual([]);
  decoders.tiles[0]?.resolve();
  decoders.tiles[1]?.resolve();
  await tick();
  expect(views).toEqual([3, 4]);
});
