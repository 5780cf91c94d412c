// Both directions of one bulk connection: chunks in, frames out, and back; bounded, yielding. Frames may be lost and
// overtake one another. Twin of agent/transport/bulk_flow.py. `now` is in seconds of this side's clock.

import { Arrival } from "./bulk_arrival";
import { Flight, type Sent } from "./bulk_flight";
import { type Ack, BulkError, type Frame, MOST_CHUNK, MOST_PIECE, type Piece, WRAP } from "./bulk_wire";
import type { Bytes } from "./bytes";
import { Yielding } from "./yielding";

/** Bytes that may have been sent and not been taken. */
export const MOST_UNTAKEN = 1024 * 1024;
/** Bytes that wait here to be sent; with more, whoever sends waits. */
export const MOST_WAITING = 256 * 1024;
/** Bytes of a piece that fill one packet. */
const LEAST_PIECE = 1120;
/** Bytes that the channel may hold before it counts as clogged. */
export const MOST_CLOGGED = 2 * MOST_PIECE;
/** An acknowledgement stands for all that came in so long. */
export const ACK_SECONDS = 0.02;
/** So long after the last one another follows in any case: it may have been lost. */
const REPEAT_SECONDS = 1;

export class Flow {
  waiting = 0;
  private readonly yielding = new Yielding();
  private readonly chunks: Bytes[] = [];
  private readonly flight = new Flight();
  private readonly arrival = new Arrival(MOST_UNTAKEN);
  private offset = 0;
  private sent = 0;
  private sentTaken = 0;
  /** The first delay, from which others are told: the two clocks differ by anything. */
  private origin: number | null = null;
  private delay: number | null = null;
  private ackAt: number | null = null;
  private pieceAt: number | null = null;

  get window(): number {
    return Math.floor(this.yielding.window);
  }

  /** When `frames` should be asked for next, whatever happens before; null: only after something happened. */
  get due(): number | null {
    const times = [this.ackAt, this.pieceAt, this.flight.overdueAt].filter((at) => at !== null);
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
    this.arrival.taken += size;
    this.acknowledgeBy(now + ACK_SECONDS);
  }

  /**
   * What leaves now, in this order; no piece while what left before is `clogged` in the channel: a piece bears the time
   * when it leaves, and what SCTP holds back for reasons of its own must not look like a queue.
   */
  *frames(now: number, clogged: () => boolean = () => false): Generator<Frame> {
    if (this.ackAt !== null && this.ackAt <= now) yield this.ack(now);
    this.flight.giveUpOverdue(now);
    while (!clogged()) {
      const piece = this.piece(now);
      if (!piece) return;
      yield piece;
    }
  }

  /** Take a frame: the chunks that became whole. */
  receive(frame: Frame, now: number): Bytes[] {
    if (frame.kind === "piece") {
      this.note(frame, now);
      return this.arrival.take(frame);
    }
    this.acknowledged(frame, now);
    return [];
  }

  // --- out ---

  private piece(now: number): Piece | null {
    this.pieceAt = null;
    const size = this.flight.nextLost || this.size();
    const underWay = this.flight.size;
    const room = this.yielding.room(underWay, now);
    if (size === 0 || (size > room && underWay > 0)) return null;
    const wait = this.yielding.wait(now);
    if (wait > 0) {
      this.pieceAt = now + wait;
      return null;
    }
    const sent = this.flight.takeLost() ?? this.next(underWay === 0 ? Math.min(size, room) : size);
    this.flight.send(sent, now, underWay + sent.data.length > this.window / 2);
    this.yielding.sent(sent.data.length, now);
    return { kind: "piece", time: stamp(now), last: sent.last, at: sent.at, data: sent.data };
  }

  /** How many bytes the next new piece may have; 0: there is none, or no room for it at the other side. */
  private size(): number {
    const onePacket = this.yielding.lossy; // of a larger piece all would have to be sent again
    const size = onePacket ? LEAST_PIECE : Math.min(MOST_PIECE, Math.max(LEAST_PIECE, Math.floor(this.window / 16)));
    return this.chunks.length > 0 && size <= MOST_UNTAKEN - (this.sent - this.sentTaken) ? size : 0;
  }

  private next(size: number): Sent {
    const chunk = this.chunks[0]!;
    const at = this.sent;
    const data = chunk.subarray(this.offset, this.offset + size);
    this.offset += data.length;
    const last = this.offset === chunk.length;
    if (last) {
      this.chunks.shift();
      this.offset = 0;
    }
    this.waiting -= data.length;
    this.sent += data.length;
    return { at, last, data, left: 0, busy: false };
  }

  private acknowledged(ack: Ack, now: number): void {
    if (ack.arrived + (ack.ranges.at(-1)?.[1] ?? 0) > this.sent || ack.taken > ack.arrived) {
      throw new BulkError("more was acknowledged than sent");
    }
    this.sentTaken = Math.max(this.sentTaken, ack.taken);
    const arrived = this.flight.acknowledge(ack, now);
    const newest = arrived.at(-1);
    if (!newest) return;
    const packets = arrived.reduce((sum, { data }) => sum + Math.ceil(data.length / LEAST_PIECE), 0);
    this.yielding.lost(this.flight.giveUpOvertaken(), packets);
    if (ack.delay === null) return;
    this.origin ??= ack.delay;
    const delay = signed(ack.delay - this.origin) / 1e6;
    const size = arrived.reduce((sum, { data }) => sum + data.length, 0);
    this.yielding.acknowledged(size, delay, now - newest.left, newest.busy, now);
  }

  // --- in ---

  private note(piece: Piece, now: number): void {
    const delay = wrapped(stamp(now) - piece.time);
    if (this.delay === null || signed(delay - this.delay) < 0) this.delay = delay;
    this.acknowledgeBy(now + ACK_SECONDS);
  }

  private acknowledgeBy(at: number): void {
    this.ackAt = Math.min(this.ackAt ?? Infinity, at);
  }

  private ack(now: number): Ack {
    const { arrived, taken } = this.arrival;
    const ack: Ack = { kind: "ack", delay: this.delay, arrived, taken, ranges: this.arrival.ranges() };
    this.delay = null;
    this.ackAt = now + REPEAT_SECONDS;
    return ack;
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
