/**
 * Says again and again that keys or buttons are still held: the agent releases what it does not hear of for 0.7 s.
 *
 * A page that froze, or lost its line, says nothing: that is the point. It asks at each beat, so nothing stops it but
 * there being nothing to say.
 */

import { HELD_BEAT_SECONDS, type StillHolding } from "../wire/messages";

export interface Clock {
  setInterval(run: () => void, ms: number): number;
  clearInterval(id: number): void;
}

export class Heartbeat {
  #id: number | null = null;

  constructor(
    private readonly holding: () => boolean,
    private readonly send: (message: StillHolding) => void,
    private readonly clock: Clock = window,
  ) {}

  /** Beat from now on, for as long as something is held. */
  start(): void {
    this.#id ??= this.clock.setInterval(() => this.#beat(), HELD_BEAT_SECONDS * 1000);
  }

  stop(): void {
    if (this.#id !== null) this.clock.clearInterval(this.#id);
    this.#id = null;
  }

  #beat(): void {
    if (this.holding()) this.send({ type: "input/held" });
    else this.stop();
  }
}
