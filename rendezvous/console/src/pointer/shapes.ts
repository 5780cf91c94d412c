/** Decides what a pointer shape is here: an image, its size and hot spot in the customer's pixels, and how much of it can be seen. */

import { MAX_POINTER_SIDE, type PointerPicture } from "../wire/messages";

export type Image = ImageBitmap | HTMLCanvasElement;

export interface Shape {
  readonly image: Image;
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  /** The longer side of what is not transparent; 0 where nothing is to be seen. */
  readonly seen: number;
}

/** Alpha from which on a pixel counts as seen. */
const SEEN = 48;

/** Decode what the agent told. Rejects what is no image, or a larger one than may be. */
export async function decodeShape(told: PointerPicture): Promise<Shape> {
  const bytes = Uint8Array.from(atob(told.image), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  if (Math.max(image.width, image.height) > MAX_POINTER_SIDE) throw new RangeError("the pointer's picture is too large");
  const { width, height } = told;
  const seen = (seenOf(image) * width) / image.width;
  return { image, width, height, hotX: Math.min(told.hot_x, width - 1), hotY: Math.min(told.hot_y, height - 1), seen };
}

/** The plain arrow, for a pointer that has no shape of its own or none that may be told. */
export function plainArrow(): Shape {
  const [canvas, context] = surface(ARROW.width * ARROW.fine, ARROW.height * ARROW.fine);
  context.scale(ARROW.fine, ARROW.fine);
  context.fillStyle = "#000";
  context.strokeStyle = "#fff";
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  const outline = new Path2D(ARROW.outline);
  context.fill(outline);
  context.stroke(outline);
  return { image: canvas, width: ARROW.width, height: ARROW.height, hotX: 1, hotY: 1, seen: ARROW.height };
}

const ARROW = {
  width: 16,
  height: 24,
  fine: 4,
  outline: "M1.5 1.5V19L5.7 15.2L8.5 21.7L11.4 20.4L8.6 14.1H14.2Z",
} as const;

/** A canvas that is in no page. */
export function surface(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser has no 2D canvas");
  return [canvas, context];
}

function seenOf(image: ImageBitmap): number {
  const [, context] = surface(image.width, image.height);
  context.drawImage(image, 0, 0);
  return longerSide(context.getImageData(0, 0, image.width, image.height));
}

/** The longer side of the smallest box around all that can be seen. */
export function longerSide({ data, width, height }: Pick<ImageData, "data" | "width" | "height">): number {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let i = 0; i < width * height; i++) {
    if ((data[4 * i + 3] ?? 0) < SEEN) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  return right < 0 ? 0 : Math.max(right - left, bottom - top) + 1;
}
