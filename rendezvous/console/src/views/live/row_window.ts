/** Which rows of a long list are on the screen: the others are only room above and below. Pure, and the hook for it. */

import { type RefObject, useEffect, useState } from "react";

/** Rows drawn beyond each edge, so that scrolling shows no gap. */
const BEYOND = 8;

export interface RowWindow {
  readonly from: number;
  readonly to: number;
}

/** Return the rows to draw of `count`, each `height` px high, in a view of `room` px scrolled down by `top`. */
export function rowWindow(count: number, height: number, top: number, room: number): RowWindow {
  const from = Math.max(0, Math.min(count, Math.floor(top / height)) - BEYOND);
  return { from, to: Math.min(count, Math.ceil((top + room) / height) + BEYOND) };
}

/** Return how far to scroll so that row `at` is in sight; `top` where it is already. */
export function scrolledTo(at: number, height: number, top: number, room: number): number {
  if (at * height < top) return at * height;
  return (at + 1) * height > top + room ? (at + 1) * height - room : top;
}

/** Follow the scrolling and the size of `view`. */
export function useRowWindow(view: RefObject<HTMLElement | null>, count: number, height: number): RowWindow {
  const [seen, setSeen] = useState({ top: 0, room: 0 });
  useEffect(() => {
    const element = view.current;
    if (!element) return;
    const look = (): void => setSeen({ top: element.scrollTop, room: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [view]);
  return rowWindow(count, height, seen.top, seen.room);
}
