/** How wide the tools are: as the technician likes it, kept from call to call, and never so wide that the picture is lost. */

import { useState, useSyncExternalStore } from "react";
import { prefer, preferredNumber } from "../../preferences";

const KEY = "panelWidth";

/** CSS pixels. At the usual width a table of programs and a list of files show all their columns. */
export const LEAST = 330;
export const USUAL = 410;
/** Of the window: the picture stays the main thing. */
const SHARE = 0.6;

export interface PanelWidth {
  readonly now: number;
  readonly most: number;
  readonly set: (width: number) => void;
}

/** The width in a window of so many CSS pixels; a smaller window shows less of what was chosen and forgets nothing. */
export function usePanelWidth(): PanelWidth {
  const [kept, setKept] = useState(() => preferredNumber(KEY, USUAL));
  const most = mostIn(useSyncExternalStore(onResize, () => window.innerWidth));
  const set = (width: number): void => {
    const next = bounded(width, most);
    prefer(KEY, String(next));
    setKept(next);
  };
  return { now: bounded(kept, most), most, set };
}

/** Return the widest that the tools may be in a window of that width. */
export function mostIn(window: number): number {
  return Math.max(LEAST, Math.floor(window * SHARE));
}

/** Return the nearest width that is allowed. */
export function bounded(width: number, most: number): number {
  return Math.round(Math.min(most, Math.max(LEAST, width)));
}

function onResize(changed: () => void): () => void {
  window.addEventListener("resize", changed);
  return () => window.removeEventListener("resize", changed);
}
