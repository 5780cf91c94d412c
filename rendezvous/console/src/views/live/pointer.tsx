/**
 * The customer's pointer, drawn over the picture: as an image at its place, or, while the technician steers it from
 * here, as the technician's own cursor; never both.
 */

import { type RefObject, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { onPicture, type Part, type Size, spanned } from "../../input/coordinates";
import type { CustomerPointer } from "../../pointer/customer";
import { cursorOf, draw } from "../../pointer/drawing";
import { plainArrow } from "../../pointer/shapes";

interface PointerDoors {
  pointer: CustomerPointer;
  canvas: RefObject<HTMLCanvasElement | null>;
  geometry: Part;
  /** The picture as shown, in CSS pixels. */
  size: Size;
  /** The screen's pixels for one CSS pixel. */
  fine: number;
  /** Whether the technician's mouse moves it. */
  steering: boolean;
}

export function Pointer({ pointer, canvas, geometry, size, fine, steering }: PointerDoors) {
  const seen = useSyncExternalStore(pointer.subscribe, pointer.seen);
  const over = useOver(canvas);
  const shape = seen?.shape ?? null;
  const scale = size.width / spanned(geometry).width;
  const drawing = useMemo(() => draw(shape ?? plainArrow(), scale, fine), [shape, scale, fine]);
  const cursor = steering && seen && shape ? cursorOf(drawing, fine) : "";
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    element.style.cursor = cursor;
    return () => {
      element.style.cursor = "";
    };
  }, [canvas, cursor]);
  const hidden = !seen || (steering && over && seen.own);
  const at = onPicture(seen ?? { x: 0, y: 0 }, geometry);
  return (
    <div className="pointer" style={size}>
      {!hidden && (
        <img src={drawing.url} alt="" data-testid="pointer" data-ring={drawing.ring} width={drawing.width} height={drawing.height}
          style={{ left: `${100 * at.x}%`, top: `${100 * at.y}%`, translate: `${-drawing.hotX}px ${-drawing.hotY}px` }} />
      )}
    </div>
  );
}

/** Whether the technician's mouse is over the picture. */
function useOver(canvas: RefObject<HTMLCanvasElement | null>): boolean {
  const [over, setOver] = useState(() => canvas.current?.matches(":hover") ?? false);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const bound = new AbortController();
    const { signal } = bound;
    element.addEventListener("pointerenter", () => setOver(true), { signal });
    element.addEventListener("pointerleave", () => setOver(false), { signal });
    return () => bound.abort();
  }, [canvas]);
  return over;
}
