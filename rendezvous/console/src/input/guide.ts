/**
 * Shows the customer where the technician points (guide mode): places go out, at most one a frame, and nothing is pressed.
 */

import type { PointAt, PointAway } from "../wire/messages";
import type { Point } from "./coordinates";
import type { NextFrame } from "./pointer";
import type { Locate } from "./surface";

export interface GuideGate {
  /** Say whether the technician may point now. */
  open(): boolean;
  send(message: PointAt | PointAway): void;
}

export class Guide {
  readonly #bound = new AbortController();
  #shown = false;
  #frameOpen = false;
  #newest: Point | null = null;

  constructor(
    over: HTMLElement,
    private readonly gate: GuideGate,
    private readonly locate: Locate,
    private readonly nextFrame: NextFrame = (run) => requestAnimationFrame(run),
  ) {
    const { signal } = this.#bound;
    over.addEventListener("pointermove", (event) => this.#moved(event), { signal });
    over.addEventListener("pointerleave", () => this.away(), { signal });
    window.addEventListener("blur", () => this.away(), { signal });
  }

  /** Take the pointer off the customer's screen. */
  away(): void {
    this.#newest = null;
    if (!this.#shown) return;
    this.#shown = false;
    this.gate.send({ type: "annotate/away" });
  }

  /** Take the pointer away and let go of the page. */
  close(): void {
    this.away();
    this.#bound.abort();
  }

  #moved(event: PointerEvent): void {
    if (!this.gate.open()) return this.away();
    this.#newest = this.locate(event);
    if (!this.#frameOpen) this.#point();
  }

  #point(): void {
    const at = this.#newest;
    if (!at || !this.gate.open()) return;
    this.#newest = null;
    this.#shown = this.#frameOpen = true;
    this.gate.send({ type: "annotate/point", ...at });
    this.nextFrame(() => {
      this.#frameOpen = false;
      this.#point();
    });
  }
}
