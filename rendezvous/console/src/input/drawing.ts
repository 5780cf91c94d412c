/**
 * What the technician draws over the picture, as messages: at most one a frame. The console draws nothing itself: the
 * marks are on the customer's screen, and so in the picture.
 */

import { BATCH_POINTS, type DrawMark, MARK_POINTS, MARK_TOOL, type MarkColour, type MarkTool } from "../wire/messages";
import type { Point } from "./coordinates";
import type { NextFrame } from "./pointer";

/** All that the mouse can do over the picture to show something, in the order of their keys. */
export const SHOWING = ["laser", ...MARK_TOOL, "text"] as const;
export type Showing = (typeof SHOWING)[number];

export interface Look {
  readonly colour: MarkColour;
  readonly stay: boolean;
}

/** A pen's points lie at least so many pixels apart; a smaller arrow or box was a click by mistake. */
const LEAST = 3;

/** Numbers for marks: from anywhere on, so that after a reload of the page none goes on with an earlier one. */
export function markNumbers(random: () => number = Math.random): () => number {
  const most = 2 ** 31 - 1;
  let last = Math.floor(random() * most);
  return () => (last = (last % most) + 1);
}

export class Drawing {
  #tool: MarkTool | null = null;
  #look: Look = { colour: "red", stay: false };
  #mark = 0;
  #from: Point = { x: 0, y: 0 };
  #last: Point = { x: 0, y: 0 };
  /** A pen's points that wait, and how many went under this number. */
  #waiting: Point[] = [];
  #gone = 0;
  /** Whether there is something that was not said yet. */
  #news = false;
  #frameOpen = false;

  constructor(
    private readonly send: (message: DrawMark) => void,
    private readonly number: () => number,
    private readonly nextFrame: NextFrame = (run) => requestAnimationFrame(run),
  ) {}

  /** Begin a mark. A stroke and a spotlight are there at once, the rest has to have a size first. */
  begin(tool: MarkTool, at: Point, look: Look): void {
    this.#tool = tool;
    this.#look = look;
    this.#mark = this.number();
    this.#gone = 0;
    this.#from = this.#last = at;
    this.#waiting = tool === "pen" ? [at] : [];
    this.#news = tool === "pen" || tool === "spotlight";
    if (!this.#frameOpen) this.#flush();
  }

  /** Go on to a place. */
  go(at: Point): void {
    if (this.#tool === null || apart(at, this.#last) < LEAST) return;
    this.#reach(at);
    if (!this.#frameOpen) this.#flush();
  }

  /** End the mark at a place. */
  end(at: Point): void {
    if (this.#tool === null) return;
    const sized = this.#tool === "pen" || apart(at, this.#from) >= LEAST;
    if (sized && apart(at, this.#last) > 0) this.#reach(at);
    while (this.#news) this.#say();
    this.cancel();
  }

  /** Draw no further; what was drawn is there until it fades or is cleared. */
  cancel(): void {
    this.#tool = null;
    this.#waiting = [];
    this.#news = false;
  }

  #reach(at: Point): void {
    this.#last = at;
    this.#news = true;
    if (this.#tool === "pen") this.#waiting.push(at);
  }

  #flush(): void {
    if (!this.#news) return;
    this.#say();
    this.#frameOpen = true;
    this.nextFrame(() => {
      this.#frameOpen = false;
      this.#flush();
    });
  }

  #say(): void {
    const tool = this.#tool;
    if (tool === null) return;
    const points = tool === "pen" ? this.#batch() : [this.#from, this.#last];
    this.#news = this.#waiting.length > 0;
    this.send({ type: "annotate/draw", mark: this.#mark, tool, ...this.#look, points: points.flatMap(({ x, y }) => [x, y]) });
  }

  /** Take the next points; a stroke that is full goes on under another number, from where it ended. */
  #batch(): Point[] {
    const points = this.#waiting.splice(0, BATCH_POINTS);
    if (this.#gone + points.length > MARK_POINTS) {
      this.#mark = this.number();
      this.#gone = 0;
      this.#waiting.unshift(...points.splice(BATCH_POINTS - 1));
      points.unshift(this.#from);
    }
    this.#gone += points.length;
    this.#from = points.at(-1) ?? this.#from;
    return points;
  }
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
