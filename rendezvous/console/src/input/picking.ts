/** What the technician picks in the picture to be hidden, and the message that says so. */

import type { HideApplication, HideArea, HideWindow } from "../wire/messages";
import type { Point } from "./coordinates";

export type Picking = "window" | "application" | "area";

/** The least size of an area, in pixels of the stream: less was a click by mistake. */
const LEAST = 4;

/** Name what was picked by a press at `from` and a release at `to`; null when an area is too small to be meant. */
export function picked(picking: Picking, from: Point, to: Point): HideWindow | HideApplication | HideArea | null {
  if (picking !== "area") return { type: `hide/${picking}`, ...to };
  const area = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), ...size(from, to) };
  return area.width < LEAST || area.height < LEAST ? null : { type: "hide/area", ...area };
}

/** The size of the rectangle that both corners span, both included. */
function size(from: Point, to: Point): { width: number; height: number } {
  return { width: Math.abs(to.x - from.x) + 1, height: Math.abs(to.y - from.y) + 1 };
}
