/** The room there is for the picture, and how fine the screen is; tells the agent, so that no more is sent than is shown. */

import { type RefObject, useEffect, useRef, useState } from "react";
import type { Call } from "../../call/call";
import type { Size } from "../../input/coordinates";

export interface Room extends Size {
  /** The screen's pixels for one CSS pixel. */
  readonly pixelRatio: number;
}

/** What is said for a picture that is shown pixel by pixel: nothing need be left out of it (docs/protocol.md). */
const PIXEL_BY_PIXEL: Size = { width: 32767, height: 32767 };

/** A room that changes all the time, while a window is dragged larger, is told once it rests. */
const REST_MS = 250;

/** The room in CSS pixels; it follows the window, the panel, the zoom, and another screen. */
export function useRoom(room: RefObject<HTMLDivElement | null>): Room {
  const [space, setSpace] = useState<Size>({ width: 0, height: 0 });
  const pixelRatio = usePixelRatio();
  useEffect(() => {
    if (!room.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSpace({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(room.current);
    return () => observer.disconnect();
  }, [room]);
  return { ...space, pixelRatio };
}

/** Tell how large the picture is shown: at once, and then whenever it rests at another size. */
export function useTellRoom(call: Call, open: boolean, fit: boolean, room: Room): void {
  const told = useRef(false);
  const { width, height } = fit ? screenPixels(room) : PIXEL_BY_PIXEL;
  useEffect(() => {
    if (!open || width < 1 || height < 1) return;
    const tell = (): void => void (told.current = call.send({ type: "view/size", width, height }) || told.current);
    const timer = setTimeout(tell, told.current ? REST_MS : 0);
    return () => clearTimeout(timer);
  }, [call, open, width, height]);
}

function screenPixels({ width, height, pixelRatio }: Room): Size {
  const pixels = (side: number): number => Math.min(Math.round(side * pixelRatio), PIXEL_BY_PIXEL.width);
  return { width: pixels(width), height: pixels(height) };
}

function usePixelRatio(): number {
  const [ratio, setRatio] = useState(devicePixelRatio);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`); // it stops to match when the ratio changes (CSSOM View)
    const changed = (): void => setRatio(devicePixelRatio);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, [ratio]);
  return ratio;
}
