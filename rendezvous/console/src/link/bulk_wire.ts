// The frames of a bulk connection (docs/protocol.md, "Bulk"). Twin of agent/transport/bulk_wire.py.

import type { Bytes } from "./bytes";

/** Bytes of a chunk, the unit in which tools send and receive. */
export const MOST_CHUNK = 64 * 1024;
/** Bytes of one frame's piece of a chunk. */
export const MOST_PIECE = 16 * 1024;
/** Times are in microseconds of the sender's own clock, and begin again at this. */
export const WRAP = 2 ** 32;

const PIECE = 1;
const ACK = 2;
const ABORT = 3;
const ABORTED = 4;
const PIECE_HEAD = 8;
const ACK_SIZE = 24;
const CALL_SIZE = 4;

export interface Piece {
  readonly kind: "piece";
  readonly time: number;
  readonly last: boolean;
  readonly data: Bytes;
}

export interface Ack {
  readonly kind: "ack";
  readonly delay: number;
  readonly arrived: number;
  readonly taken: number;
}

export type Frame = Piece | Ack | { readonly kind: "abort" } | { readonly kind: "aborted" };

/** The other side said something that is not of this wire, or kept to no bound. */
export class BulkError extends Error {}

export function pack(frame: Frame): Bytes {
  switch (frame.kind) {
    case "piece": {
      const [bytes, view] = blank(PIECE_HEAD + frame.data.length, PIECE);
      view.setUint8(1, frame.last ? 1 : 0);
      view.setUint32(4, frame.time);
      bytes.set(frame.data, PIECE_HEAD);
      return bytes;
    }
    case "ack": {
      const [bytes, view] = blank(ACK_SIZE, ACK);
      view.setUint32(4, frame.delay);
      view.setBigUint64(8, BigInt(frame.arrived));
      view.setBigUint64(16, BigInt(frame.taken));
      return bytes;
    }
    case "abort":
      return blank(CALL_SIZE, ABORT)[0];
    case "aborted":
      return blank(CALL_SIZE, ABORTED)[0];
  }
}

/** Read one frame; throw BulkError on anything else. */
export function parse(bytes: Bytes): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = bytes.length > 0 ? view.getUint8(0) : 0;
  const size = bytes.length;
  if (kind === PIECE && size > PIECE_HEAD && size <= PIECE_HEAD + MOST_PIECE && view.getUint8(1) < 2) {
    return { kind: "piece", last: view.getUint8(1) === 1, time: view.getUint32(4), data: bytes.subarray(PIECE_HEAD) };
  }
  if (kind === ACK && size === ACK_SIZE) {
    return { kind: "ack", delay: view.getUint32(4), arrived: count(view, 8), taken: count(view, 16) };
  }
  if (kind === ABORT && size === CALL_SIZE) return { kind: "abort" };
  if (kind === ABORTED && size === CALL_SIZE) return { kind: "aborted" };
  throw new BulkError("not a frame of a bulk connection");
}

function blank(size: number, kind: number): [Bytes, DataView] {
  const bytes = new Uint8Array(size);
  bytes[0] = kind;
  return [bytes, new DataView(bytes.buffer)];
}

function count(view: DataView, at: number): number {
  const read = Number(view.getBigUint64(at));
  if (!Number.isSafeInteger(read)) throw new BulkError("a count is too large");
  return read;
}
