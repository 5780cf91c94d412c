/**
 * Decides which pointer messages go to the customer, and when.
 *
 * A move goes at once when none went in this frame, else the newest goes with the next frame: never more than one a
 * frame, never behind. A press or a turn of the wheel carries its own place, so a move that waits is dropped for it.
 */

import type { MovePointer, PressButton, Scroll } from "../wire/messages";
import type { Point } from "./coordinates";
import { Wheel, type WheelLike } from "./wheel";

export type PointerMessage = MovePointer | PressButton | Scroll;
export type NextFrame = (run: () => void) => void;

export class Pointer {
  #wheel = new Wheel();
  #frameOpen = false;
  #newest: Point | null = null;
  #last: Point | null = null;
  #held = new Set<number>();

  constructor(
    private readonly send: (message: PointerMessage) => void,
    private readonly nextFrame: NextFrame,
  ) {}

  move(at: Point): void {
    if (this.#frameOpen) this.#newest = at;
    else this.#sendMove(at);
  }

  button(at: Point, button: number, down: boolean): void {
    if (button < 0 || button > 4 || this.#held.has(button) === down) return;
    if (down) this.#held.add(button);
    else this.#held.delete(button);
    this.#arrived(at);
    this.send({ type: "input/button", ...at, button, down });
  }

  /** Turn the wheel, as soon as its events make a whole notch. */
  turn(at: Point, event: WheelLike): void {
    const turned = this.#wheel.turn(event);
    if (!turned) return;
    this.#arrived(at);
    this.send({ type: "input/scroll", ...at, ...turned });
  }

  get holding(): boolean {
    return this.#held.size > 0;
  }

  /** Forget what is held and what waits. Return whether a button was held. */
  forget(): boolean {
    const something = this.holding;
    this.#held.clear();
    this.#newest = this.#last = null;
    return something;
  }

  #sendMove(at: Point): void {
    if (this.#last?.x === at.x && this.#last.y === at.y) return;
    this.#arrived(at);
    this.send({ type: "input/move", ...at });
    this.#frameOpen = true;
    this.nextFrame(() => this.#frame());
  }

  #frame(): void {
    this.#frameOpen = false;
    const newest = this.#newest;
    if (newest) this.#sendMove(newest);
  }

  #arrived(at: Point): void {
    this.#last = at;
    this.#newest = null;
  }
}
