// What a transfer says in the chunks of bulk (docs/protocol.md, "Transfers"): whole records, one after another.
// Twin of agent/tools/transfers/records.py.

import { type Bytes, concat, utf8 } from "../link/bytes";
import { MOST_CHUNK } from "../link/bulk_wire";
import { FILE_FAULT, type FileFault, MAX_FILE_NAME, MAX_FILE_PATH } from "../wire/messages";

const HEAD = 7;
/** Bytes of data in one record. */
export const MOST_DATA = MOST_CHUNK - HEAD;
const DIGEST = 32;
const [FOLDER, FILE, DATA, END, SKIPPED, LAST, SETTLED] = [1, 2, 3, 4, 5, 6, 7];
const PATH = /^(?:[^%/\0]|%[0-9A-F]{2})+(?:\/(?:[^%/\0]|%[0-9A-F]{2})+)*$/u;

export type Item =
  | { readonly kind: "folder"; readonly transfer: number; readonly item: number; readonly path: string }
  | { readonly kind: "file"; readonly transfer: number; readonly item: number; readonly offset: number; readonly size: number; readonly path: string };

export type TransferRecord =
  | Item
  | { readonly kind: "data"; readonly transfer: number; readonly data: Bytes }
  | { readonly kind: "end"; readonly transfer: number; readonly digest: Bytes }
  | { readonly kind: "skipped"; readonly transfer: number; readonly item: number; readonly fault: FileFault }
  | { readonly kind: "last"; readonly transfer: number }
  | { readonly kind: "settled"; readonly transfer: number; readonly item: number; readonly fault: FileFault | null; readonly name: string };

/** The other side said what is no record. */
export class RecordError extends Error {}

export function pack(record: TransferRecord): Bytes {
  switch (record.kind) {
    case "folder":
      return framed(FOLDER!, record.transfer, u32(record.item), utf8(record.path));
    case "file":
      return framed(FILE!, record.transfer, u32(record.item), u64(record.offset), u64(record.size), utf8(record.path));
    case "data":
      return framed(DATA!, record.transfer, record.data);
    case "end":
      return framed(END!, record.transfer, record.digest);
    case "skipped":
      return framed(SKIPPED!, record.transfer, u32(record.item), code(record.fault));
    case "last":
      return framed(LAST!, record.transfer);
    case "settled":
      return framed(SETTLED!, record.transfer, u32(record.item), code(record.fault), utf8(record.name));
  }
}

/** Read a chunk; throws RecordError on anything else. */
export function* records(chunk: Bytes): Generator<TransferRecord> {
  for (let at = 0; at < chunk.length; ) {
    if (chunk.length - at < HEAD) throw new RecordError("a record of a transfer is cut off");
    const view = new DataView(chunk.buffer, chunk.byteOffset + at, HEAD);
    const end = at + HEAD + view.getUint16(5);
    if (end > chunk.length) throw new RecordError("a record of a transfer is cut off");
    yield record(view.getUint8(0), view.getUint32(1), chunk.subarray(at + HEAD, end));
    at = end;
  }
}

function record(kind: number, transfer: number, content: Bytes): TransferRecord {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  if (kind === DATA && content.length > 0) return { kind: "data", transfer, data: content };
  if (kind === END && content.length === DIGEST) return { kind: "end", transfer, digest: content };
  if (kind === LAST && content.length === 0) return { kind: "last", transfer };
  if (content.length < 4) throw new RecordError("not a record of a transfer");
  const item = view.getUint32(0);
  if (kind === FOLDER) return { kind: "folder", transfer, item, path: path(content.subarray(4)) };
  if (kind === FILE && content.length > 20) {
    return { kind: "file", transfer, item, offset: size(view, 4), size: size(view, 12), path: path(content.subarray(20)) };
  }
  if (kind === SKIPPED && content.length === 5) return { kind: "skipped", transfer, item, fault: fault(view.getUint8(4)) ?? "failed" };
  if (kind === SETTLED && content.length >= 5 && content.length <= 5 + MAX_FILE_NAME) {
    return { kind: "settled", transfer, item, fault: fault(view.getUint8(4)), name: text(content.subarray(5)) };
  }
  throw new RecordError("not a record of a transfer");
}

function framed(kind: number, transfer: number, ...content: readonly Bytes[]): Bytes {
  const head = new Uint8Array(HEAD);
  const view = new DataView(head.buffer);
  view.setUint8(0, kind);
  view.setUint32(1, transfer);
  view.setUint16(5, content.reduce((sum, part) => sum + part.length, 0));
  return concat(head, ...content);
}

function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function u64(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function size(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at));
  if (!Number.isSafeInteger(value)) throw new RecordError("a file of a transfer is too large");
  return value;
}

function text(content: Bytes): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new RecordError("a record of a transfer is no text");
  }
}

function path(content: Bytes): string {
  const found = text(content);
  if (found.length > MAX_FILE_PATH || !PATH.test(found)) throw new RecordError("a record of a transfer names no path");
  return found;
}

function code(value: FileFault | null): Bytes {
  return Uint8Array.of(value === null ? 0 : FILE_FAULT.indexOf(value) + 1);
}

function fault(value: number): FileFault | null {
  if (value > FILE_FAULT.length) throw new RecordError("a record of a transfer names no fault");
  return value === 0 ? null : (FILE_FAULT[value - 1] ?? null);
}
