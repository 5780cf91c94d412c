// The frames of a bulk connection (docs/protocol.md, "Bulk"). Twin of agent/transport/bulk_wire.py.

import type { Bytes } from "./bytes";

/** Bytes of a chunk, the unit in which tools send and receive. */
export const MOST_CHUNK = 64 * 1024;
/** Bytes of one frame's piece of a chunk. */
export const MOST_PIECE = 16 * 1024;
/** Ranges of one acknowledgement. */
export const MOST_RANGES = 64;
/** Times are in microseconds of the sender's own clock, and begin again at this. */
export const WRAP = 2 ** 32;

const PIECE = 1;
const ACK = 2;
const PIECE_HEAD = 16;
const ACK_HEAD = 24;
const RANGE = 8;

/** From and to how far beyond `arrived`. */
export type Range = readonly [number, number];

export interface Piece {
  readonly kind: "piece";
  readonly time: number;
  readonly last: boolean;
  readonly at: number;
  readonly data: Bytes;
}

export interface Ack {
  readonly kind: "ack";
  readonly delay: number | null;
  readonly arrived: number;
  readonly taken: number;
  readonly ranges: readonly Range[];
}

export type Frame = Piece | Ack;

/** The other side said something that is not of this wire, or kept to no bound. */
export class BulkError extends Error {}

export function pack(frame: Frame): Bytes {
  if (frame.kind === "piece") {
    const [bytes, view] = blank(PIECE_HEAD + frame.data.length, PIECE, frame.last);
    view.setUint32(4, frame.time);
    view.setBigUint64(8, BigInt(frame.at));
    bytes.set(frame.data, PIECE_HEAD);
    return bytes;
  }
  const [bytes, view] = blank(ACK_HEAD + RANGE * frame.ranges.length, ACK, frame.delay !== null);
  view.setUint32(4, frame.delay ?? 0);
  view.setBigUint64(8, BigInt(frame.arrived));
  view.setBigUint64(16, BigInt(frame.taken));
  frame.ranges.forEach(([start, end], at) => {
    view.setUint32(ACK_HEAD + RANGE * at, start);
    view.setUint32(ACK_HEAD + RANGE * at + 4, end);
  });
  return bytes;
}

/** Read one frame; throws BulkError on anything else. */
export function parse(data: Bytes): Frame {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data[0] === PIECE && data.length > PIECE_HEAD && data.length <= PIECE_HEAD + MOST_PIECE && data[1]! < 2) {
    return { kind: "piece", time: view.getUint32(4), last: data[1] === 1, at: count(view, 8), data: data.subarray(PIECE_HEAD) };
  }
  if (data[0] === ACK && data.length >= ACK_HEAD && data[1]! < 2) {
    const delay = view.getUint32(4);
    if (data[1] === 0 && delay !== 0) throw new BulkError("an acknowledgement has a delay that is none");
    return { kind: "ack", delay: data[1] === 1 ? delay : null, arrived: count(view, 8), taken: count(view, 16), ranges: ranges(view) };
  }
  throw new BulkError("not a frame of a bulk connection");
}

/** Ranges follow one another. */
function ranges(view: DataView): Range[] {
  const found: Range[] = [];
  let before = 0;
  if ((view.byteLength - ACK_HEAD) % RANGE !== 0 || view.byteLength > ACK_HEAD + RANGE * MOST_RANGES) {
    throw new BulkError("a frame of a bulk connection has another length");
  }
  for (let at = ACK_HEAD; at < view.byteLength; at += RANGE) {
    const [start, end] = [view.getUint32(at), view.getUint32(at + 4)];
    if (!(before < start && start < end)) throw new BulkError("an acknowledgement's ranges are in no order");
    found.push([start, end]);
    before = end;
  }
  return found;
}

function blank(size: number, kind: number, flag: boolean): [Bytes, DataView] {
  const bytes = new Uint8Array(size);
  bytes[0] = kind;
  bytes[1] = flag ? 1 : 0;
  return [bytes, new DataView(bytes.buffer)];
}

function count(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at));
  if (!Number.isSafeInteger(value)) throw new BulkError("a count that cannot be");
  return value;
}
