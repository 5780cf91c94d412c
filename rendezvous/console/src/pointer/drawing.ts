/** Decides how large a pointer is drawn, and marks one that could not be seen; the result serves as overlay and as CSS cursor. */

import { type Shape, surface } from "./shapes";

/** The longer side, in CSS pixels, that a pointer has at least, however small the picture is shown. */
export const LEAST = 24;

/** A pointer of which less than this can be seen, in CSS pixels, gets a ring. */
const TINY = 12;
const RING = 9;

/** Small shapes are not enlarged further than this beyond their own size: a dot stays a dot, with a ring. */
const MOST_ENLARGED = 2;

/** Browsers take no larger cursor (Chromium and Firefox: 128 CSS pixels). */
export const MOST = 128;

/** How a shape is drawn: everything in CSS pixels. */
export interface Plan {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  /** Where the shape itself lies in it, and its size. */
  readonly shape: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly ring: boolean;
}

export interface Drawing extends Plan {
  /** A PNG as data: URL, finer than CSS pixels on a screen that has finer ones. */
  readonly url: string;
}

type Measures = Pick<Shape, "width" | "height" | "hotX" | "hotY" | "seen">;

/** Plan a drawing; `scale`: CSS pixels of the picture as shown for one of the customer's. */
export function plan(shape: Measures, scale: number): Plan {
  const longer = Math.max(shape.width, shape.height);
  const drawn = Math.min(Math.max(scale, Math.min(LEAST / longer, MOST_ENLARGED)), MOST / longer);
  const size = { width: shape.width * drawn, height: shape.height * drawn };
  const hot = { x: (shape.hotX + 0.5) * drawn, y: (shape.hotY + 0.5) * drawn };
  if (shape.seen * drawn >= TINY) {
    const whole = { width: Math.ceil(size.width), height: Math.ceil(size.height) };
    return { ...whole, hotX: Math.floor(hot.x), hotY: Math.floor(hot.y), shape: { x: 0, y: 0, ...size }, ring: false };
  }
  return ringed(size, hot);
}

/** Give a ring around the hot spot the room that it needs on each side. */
function ringed(size: { width: number; height: number }, hot: { x: number; y: number }): Plan {
  const room = RING + 3;
  const [x, y] = [Math.max(0, Math.ceil(room - hot.x)), Math.max(0, Math.ceil(room - hot.y))];
  const [hotX, hotY] = [Math.floor(hot.x) + x, Math.floor(hot.y) + y];
  const width = Math.min(Math.max(Math.ceil(size.width) + x, hotX + room), MOST);
  const height = Math.min(Math.max(Math.ceil(size.height) + y, hotY + room), MOST);
  return { width, height, hotX, hotY, shape: { x, y, ...size }, ring: true };
}

/** Draw a shape; `fine`: the screen's pixels for one CSS pixel. */
export function draw(shape: Shape, scale: number, fine: number): Drawing {
  const planned = plan(shape, scale);
  const [canvas, context] = surface(Math.ceil(planned.width * fine), Math.ceil(planned.height * fine));
  context.scale(fine, fine);
  context.imageSmoothingQuality = "high";
  const { x, y, width, height } = planned.shape;
  context.drawImage(shape.image, x, y, width, height);
  if (planned.ring) ring(context, planned.hotX + 0.5, planned.hotY + 0.5);
  return { ...planned, url: canvas.toDataURL("image/png") };
}

/** Dark within light: it stands out on anything. */
function ring(context: CanvasRenderingContext2D, x: number, y: number): void {
  for (const [colour, width] of [["#fff", 5], ["#111", 2.5]] as const) {
    context.beginPath();
    context.arc(x, y, RING, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

/** The drawing as a value for CSS `cursor`. */
export function cursorOf({ url, hotX, hotY }: Drawing, fine: number): string {
  const image = fine === 1 ? `url("${url}")` : `image-set(url("${url}") ${fine}x)`;
  return `${image} ${hotX} ${hotY}, default`;
}
