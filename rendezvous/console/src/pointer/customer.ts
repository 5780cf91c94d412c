/**
 * Knows where the customer's pointer is and what it looks like, and tells whether it is where the technician put it.
 *
 * What was sent tells: each place comes back from the customer's screen a moment later.
 */

import type { ConsoleMessage, PointerPicture, PointerPlace } from "../wire/messages";
import { decodeShape, type Shape } from "./shapes";

export interface Seen {
  readonly x: number;
  readonly y: number;
  /** Null: a plain arrow. */
  readonly shape: Shape | null;
  /** Whether the technician put it there. */
  readonly own: boolean;
}

/** How many of the technician's places are remembered: two seconds of moving, and more than any line delays. */
const MOST_PLACES = 128;

export class CustomerPointer {
  readonly #shapes = new Map<number, Shape>();
  /** What is being decoded, the newest for each number: an older one that takes longer is left aside. */
  readonly #newest = new Map<number, PointerPicture>();
  readonly #listeners = new Set<() => void>();
  #own: string[] = [];
  #place: PointerPlace | null = null;
  #seen: Seen | null = null;

  constructor(private readonly decode: (told: PointerPicture) => Promise<Shape> = decodeShape) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** How it is now; null: not shown. The same object until something changes. */
  readonly seen = (): Seen | null => this.#seen;

  /** Take what the agent told. */
  heard(message: PointerPlace | PointerPicture): void {
    if (message.type === "view/pointer") {
      this.#place = message;
      this.#update();
    } else void this.#learn(message);
  }

  /** Remember where the technician put it. */
  sent(message: ConsoleMessage): void {
    if (message.type !== "input/move" && message.type !== "input/button" && message.type !== "input/scroll") return;
    this.#own = [...this.#own, `${message.x} ${message.y}`].slice(-MOST_PLACES);
  }

  async #learn(told: PointerPicture): Promise<void> {
    this.#newest.set(told.id, told);
    const shape = await this.decode(told).catch(() => null);
    if (this.#newest.get(told.id) !== told) return;
    if (shape) this.#shapes.set(told.id, shape);
    else this.#shapes.delete(told.id);
    this.#newest.delete(told.id);
    this.#update();
  }

  #update(): void {
    const place = this.#place;
    this.#seen = place?.shown ? this.#seenAt(place) : null;
    for (const listener of this.#listeners) listener();
  }

  #seenAt({ x, y, shape }: PointerPlace): Seen {
    const before = this.#seen?.shape ?? null; // rather than an arrow for a moment
    const known = this.#newest.has(shape) ? before : (this.#shapes.get(shape) ?? null);
    return { x, y, shape: known, own: this.#own.includes(`${x} ${y}`) };
  }
}
