// Both directions of one bulk connection: chunks in, frames out, and back; bounded, yielding, abortable.
// Twin of agent/transport/bulk_flow.py. `now` is in seconds of this side's clock.

import { type Bytes, concat } from "./bytes";
import { type Ack, BulkError, type Frame, MOST_CHUNK, MOST_PIECE, type Piece, WRAP } from "./bulk_wire";
import { Yielding } from "./yielding";

/** Bytes that may have been sent and not been taken. */
export const MOST_UNTAKEN = 512 * 1024;
/** Bytes that wait here to be sent; with more, whoever sends waits. */
export const MOST_WAITING = 256 * 1024;
/** Bytes of a piece that fill one packet. */
const LEAST_PIECE = 1024;
/** Bytes that the channel may hold before it counts as clogged. */
export const MOST_CLOGGED = 2 * MOST_PIECE;
/** An acknowledgement stands for all that came in so long. */
export const ACK_SECONDS = 0.02;

interface Sent {
  readonly total: number;
  readonly at: number;
  readonly busy: boolean;
}

export class Flow {
  waiting = 0;
  private readonly yielding = new Yielding();
  private readonly chunks: Bytes[] = [];
  private offset = 0;
  private underWay: Sent[] = [];
  private sent = 0;
  private sentArrived = 0;
  private sentTaken = 0;
  /** The first delay, from which others are told: the two clocks differ by anything. */
  private origin: number | null = null;
  private calls: Frame[] = [];
  private aborting = false;
  private parts: Bytes[] = [];
  private partial = 0;
  private arrived = 0;
  private taken = 0;
  private delay: number | null = null;
  private ackAt: number | null = null;
  private pieceAt: number | null = null;

  get window(): number {
    return Math.floor(this.yielding.window);
  }

  /** When `frames` should be asked for next, whatever happens before; null: only after something happened. */
  get due(): number | null {
    const times = [this.ackAt, this.pieceAt].filter((at) => at !== null);
    return times.length > 0 ? Math.min(...times) : null;
  }

  /** Send a chunk after those that wait. */
  put(chunk: Bytes): void {
    if (chunk.length < 1 || chunk.length > MOST_CHUNK) throw new RangeError("a chunk has from 1 to 65536 bytes");
    this.chunks.push(chunk);
    this.waiting += chunk.length;
  }

  /** Take note that whom they were for has taken chunks of `size` bytes. */
  took(size: number, now: number): void {
    this.taken += size;
    this.ackAt = Math.min(this.ackAt ?? Infinity, now + ACK_SECONDS);
  }

  /** Drop what waits to be sent, and have the other side do so; what still comes of before is not handed on. */
  abort(): void {
    if (this.aborting) return;
    this.drop();
    this.forget();
    this.aborting = true;
    this.calls.push({ kind: "abort" });
  }

  /**
   * What leaves now, in this order; no piece while what left before is `clogged` in the channel: a piece bears the time
   * when it leaves, and what SCTP holds back for reasons of its own must not look like a queue.
   */
  *frames(now: number, clogged: () => boolean = () => false): Generator<Frame> {
    const calls = this.calls;
    this.calls = [];
    yield* calls;
    if (this.ackAt !== null && this.ackAt <= now) yield this.ack();
    while (!clogged()) {
      const piece = this.piece(now);
      if (!piece) return;
      yield piece;
    }
  }

  /** Take a frame: a chunk that became whole, "abort" when the other side aborted, or null. */
  receive(frame: Frame, now: number): Bytes | "abort" | null {
    switch (frame.kind) {
      case "piece":
        return this.take(frame, now);
      case "ack":
        this.acknowledged(frame, now);
        return null;
      case "abort":
        this.drop();
        this.forget();
        this.calls.push({ kind: "aborted" });
        return "abort";
      case "aborted":
        this.aborting = false;
        return null;
    }
  }

  // --- out ---

  private piece(now: number): Piece | null {
    const size = this.size(now);
    this.pieceAt = null;
    const chunk = this.chunks[0];
    if (!size || !chunk) return null;
    const wait = this.yielding.wait(now);
    if (wait > 0) {
      this.pieceAt = now + wait;
      return null;
    }
    const data = chunk.subarray(this.offset, this.offset + size);
    this.offset += data.length;
    const last = this.offset === chunk.length;
    if (last) {
      this.chunks.shift();
      this.offset = 0;
    }
    this.waiting -= data.length;
    this.sent += data.length;
    this.underWay.push({ total: this.sent, at: now, busy: this.sent - this.sentArrived > this.window / 2 });
    this.yielding.sent(data.length, now);
    return { kind: "piece", time: stamp(now), last, data };
  }

  /** How many bytes the next piece may have; 0: it must wait for an acknowledgement. */
  private size(now: number): number {
    const underWay = this.sent - this.sentArrived;
    const room = this.yielding.room(underWay, now);
    let size = Math.min(MOST_PIECE, Math.max(LEAST_PIECE, Math.floor(this.window / 16)));
    if (underWay === 0) size = Math.min(size, room); // nothing will be acknowledged: something must leave
    const untaken = this.sent - this.sentTaken;
    return this.chunks.length > 0 && size <= Math.min(room, MOST_UNTAKEN - untaken) ? size : 0;
  }

  private acknowledged(ack: Ack, now: number): void {
    const { arrived, taken } = ack;
    if (arrived < this.sentArrived || arrived > this.sent || taken < this.sentTaken || taken > arrived) {
      throw new BulkError("more was acknowledged than sent, or less than before");
    }
    const size = arrived - this.sentArrived;
    this.sentArrived = arrived;
    this.sentTaken = taken;
    const newest = this.underWay.findLast(({ total }) => total <= arrived);
    if (!newest) return;
    this.underWay = this.underWay.filter(({ total }) => total > arrived);
    this.origin ??= ack.delay;
    const delay = signed(ack.delay - this.origin) / 1e6;
    this.yielding.acknowledged(size, delay, now - newest.at, newest.busy, now);
  }

  private drop(): void {
    this.chunks.length = 0;
    this.offset = 0;
    this.waiting = 0;
  }

  // --- in ---

  private take(piece: Piece, now: number): Bytes | null {
    this.arrived += piece.data.length;
    this.note(piece, now);
    if (this.aborting) {
      this.taken += piece.data.length;
      return null;
    }
    this.parts.push(piece.data);
    this.partial += piece.data.length;
    if (this.partial > MOST_CHUNK || this.arrived - this.taken > MOST_UNTAKEN) {
      throw new BulkError("more was sent than there is room for");
    }
    if (!piece.last) return null;
    const chunk = concat(...this.parts);
    this.parts = [];
    this.partial = 0;
    return chunk;
  }

  private note(piece: Piece, now: number): void {
    const delay = wrapped(stamp(now) - piece.time);
    if (this.delay === null || signed(delay - this.delay) < 0) this.delay = delay;
    this.ackAt ??= now + ACK_SECONDS;
  }

  private ack(): Ack {
    const ack: Ack = { kind: "ack", delay: this.delay ?? 0, arrived: this.arrived, taken: this.taken };
    this.delay = null;
    this.ackAt = null;
    return ack;
  }

  /** Of a chunk that came in part, the rest never comes. */
  private forget(): void {
    this.taken += this.partial;
    this.parts = [];
    this.partial = 0;
  }
}

function stamp(now: number): number {
  return wrapped(Math.floor(now * 1e6));
}

function wrapped(time: number): number {
  return ((time % WRAP) + WRAP) % WRAP;
}

/** Read a difference modulo WRAP as the nearest one. */
function signed(difference: number): number {
  return wrapped(difference + WRAP / 2) - WRAP / 2;
}
