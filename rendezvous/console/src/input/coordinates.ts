/** Where on the stream a pointer is: the same answer at 1:1, fitted, scrolled and at any device pixel ratio. */

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** The place and size, in CSS pixels of the viewport, at which the whole stream is drawn. */
export interface Box extends Size {
  left: number;
  top: number;
}

/** Turn a place in the viewport (clientX, clientY) into a pixel of the stream, held inside it. */
export function toStream(clientX: number, clientY: number, box: Box, stream: Size): Point {
  return {
    x: along(clientX - box.left, box.width, stream.width),
    y: along(clientY - box.top, box.height, stream.height),
  };
}

function along(offset: number, shown: number, pixels: number): number {
  if (shown <= 0 || pixels <= 0) return 0;
  const pixel = Math.floor((offset * pixels) / shown);
  return Math.min(Math.max(pixel, 0), pixels - 1);
}

/** Where on the picture a pixel of the desktop is, from 0 to 1 of its width and height: the middle of the pixel. */
export function onPicture(at: Point, shown: Size): Point {
  return { x: (at.x + 0.5) / shown.width, y: (at.y + 0.5) / shown.height };
}

/** The largest size with the stream's proportions inside `room`. */
export function fitted(stream: Size, room: Size): Size {
  const scale = Math.min(room.width / stream.width, room.height / stream.height);
  return { width: stream.width * scale, height: stream.height * scale };
}

/** One pixel of the stream on one pixel of the technician's screen. */
export function actualSize(stream: Size, pixelRatio: number): Size {
  return { width: stream.width / pixelRatio, height: stream.height / pixelRatio };
}
