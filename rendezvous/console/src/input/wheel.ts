/** Turns wheel events of any device into whole notches: a mouse's click is one, a touchpad's glide adds up. */

const NOTCH = 100;
/** CSS pixels in one event from which it is a click of a wheel (Firefox and Chromium send 48 to 120), not a glide. */
const CLICK = 40;
const LINES = 3;
const MOST = 20;

export interface Turn {
  dx: number;
  dy: number;
}

export interface WheelLike {
  deltaX: number;
  deltaY: number;
  deltaMode: number;
}

class Axis {
  #rest = 0;

  /** Add `delta` CSS pixels; return the notches that are full. */
  add(delta: number): number {
    if (Math.abs(delta) >= CLICK) {
      this.#rest = 0;
      return Math.sign(delta) * Math.max(1, Math.round(Math.abs(delta) / NOTCH));
    }
    if (this.#rest * delta < 0) this.#rest = 0;
    this.#rest += delta;
    const notches = Math.trunc(this.#rest / NOTCH);
    this.#rest -= notches * NOTCH;
    return notches;
  }
}

export class Wheel {
  #x = new Axis();
  #y = new Axis();

  /** Return the notches to send now, or null while they only add up. */
  turn(event: WheelLike): Turn | null {
    const dx = bounded(this.#x.add(pixels(event.deltaX, event.deltaMode)));
    const dy = bounded(this.#y.add(pixels(event.deltaY, event.deltaMode)));
    return dx === 0 && dy === 0 ? null : { dx, dy };
  }
}

/** WheelEvent.deltaMode: 0 pixels, 1 lines, 2 pages. */
function pixels(delta: number, mode: number): number {
  if (mode === 1) return (delta * NOTCH) / LINES;
  return mode === 2 ? delta * NOTCH : delta;
}

function bounded(notches: number): number {
  return Math.min(Math.max(notches, -MOST), MOST);
}
