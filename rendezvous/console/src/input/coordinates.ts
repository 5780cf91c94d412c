/** Where on the desktop a pointer is: the same answer at 1:1, fitted, scrolled, reduced and at any device pixel ratio. */

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** The place and size, in CSS pixels of the viewport, at which the whole picture is drawn. */
export interface Box extends Size {
  left: number;
  top: number;
}

/** The part of the desktop that is shown, in its pixels; one of the picture's is `divisor` by `divisor` of them. */
export interface Part extends Point, Size {
  divisor: number;
}

/** Turn a place in the viewport (clientX, clientY) into a pixel of the desktop, held inside the part shown. */
export function toDesktop(clientX: number, clientY: number, box: Box, part: Part): Point {
  const { width, height } = spanned(part);
  return {
    x: part.x + along((clientX - box.left) * width, box.width, part.width),
    y: part.y + along((clientY - box.top) * height, box.height, part.height),
  };
}

function along(offset: number, shown: number, pixels: number): number {
  if (shown <= 0 || pixels <= 0) return 0;
  return Math.min(Math.max(Math.floor(offset / shown), 0), pixels - 1);
}

/** Where on the picture a pixel of the desktop is, from 0 to 1 of its width and height: the middle of the pixel. */
export function onPicture(at: Point, part: Part): Point {
  const { width, height } = spanned(part);
  return { x: (at.x - part.x + 0.5) / width, y: (at.y - part.y + 0.5) / height };
}

/** The picture's own size: its last pixels may stand for fewer of the desktop's. */
export function pictureSize({ width, height, divisor }: Part): Size {
  return { width: Math.ceil(width / divisor), height: Math.ceil(height / divisor) };
}

/** The desktop's pixels that the picture spans: a few more than are shown, where it is reduced. */
export function spanned(part: Part): Size {
  const { width, height } = pictureSize(part);
  return { width: width * part.divisor, height: height * part.divisor };
}

/** A picture that could be shown a little larger than pixel on pixel, by this at most, is shown pixel on pixel. */
const FOR_SHARPNESS = 1.1;

/** The largest size with the picture's proportions inside `room` (CSS pixels); a little less where that is sharp. */
export function fitted(picture: Size, room: Size, pixelRatio: number): Size {
  const scale = Math.min(room.width / picture.width, room.height / picture.height) * pixelRatio;
  const whole = Math.floor(scale);
  return scaled(picture, (whole > 0 && scale < whole * FOR_SHARPNESS ? whole : scale) / pixelRatio);
}

/** One pixel of the desktop on one pixel of the technician's screen. */
export function actualSize(part: Part, pixelRatio: number): Size {
  return scaled(spanned(part), 1 / pixelRatio);
}

/** Say whether each of the picture's pixels takes a whole number of the screen's: then nothing need be smoothed. */
export function isSharp(picture: Size, shown: Size, pixelRatio: number): boolean {
  const scale = (shown.width * pixelRatio) / picture.width;
  return scale > 0.5 && Math.abs(scale - Math.round(scale)) < 0.5 / picture.width;
}

function scaled({ width, height }: Size, by: number): Size {
  return { width: width * by, height: height * by };
}
