/** A value's bytes as they are shown and typed, each kind in its way, and back; what cannot be one is said. Pure. */

import { type Bytes, concat, fromBase64 } from "../link/bytes";
import { MAX_VALUE_BYTES, type ValueKind, type ValueRow } from "../wire/messages";

/** The kinds that can be made anew in Windows' registry. */
export const NEW_KINDS = ["sz", "expand_sz", "multi_sz", "dword", "qword", "binary", "none", "dword_big_endian", "link"] as const;

export const TYPE_NAMES: Readonly<Record<Exclude<ValueKind, "other">, string>> = {
  none: "REG_NONE",
  sz: "REG_SZ",
  expand_sz: "REG_EXPAND_SZ",
  binary: "REG_BINARY",
  dword: "REG_DWORD",
  dword_big_endian: "REG_DWORD_BIG_ENDIAN",
  link: "REG_LINK",
  multi_sz: "REG_MULTI_SZ",
  qword: "REG_QWORD",
  setting: "",
};

/** Why a text is no value of its kind. */
export type Mistake = "number" | "range" | "hex" | "empty_line" | "half" | "too_long" | "empty";

const SIZES: Partial<Record<ValueKind, number>> = { dword: 4, dword_big_endian: 4, qword: 8 };
const MOST_SHOWN = 120;

export function typeName({ kind, code }: Pick<ValueRow, "kind" | "code">): string {
  return kind === "other" ? `REG_${code}` : TYPE_NAMES[kind];
}

/** What a list shows of a value: one line. */
export function lineOf(row: ValueRow): string {
  const bytes = fromBase64(row.data);
  const more = row.size > bytes.length;
  const number = numberOf(row.kind, bytes);
  if (number !== null) return `${hexNumber(row.kind, number)} (${number})`;
  if (row.kind === "setting") return cut(new TextDecoder().decode(bytes), more);
  if (isText(row.kind)) return cut(textOf(bytes).replace(/\0+$/, "").replaceAll("\0", " | "), more);
  return cut(hexOf(bytes), more);
}

/** What the editor begins with. */
export function draftOf(kind: ValueKind, bytes: Bytes, base: 10 | 16): string {
  const number = numberOf(kind, bytes);
  if (number !== null) return number.toString(base);
  if (kind === "setting") return new TextDecoder().decode(bytes);
  if (kind === "multi_sz") return textOf(bytes).replace(/\0+$/, "").replaceAll("\0", "\n");
  return isText(kind) ? textOf(bytes).replace(/\0$/, "") : hexOf(bytes);
}

/** Read what was typed; the bytes, or what is wrong with it. */
export function bytesOf(kind: ValueKind, draft: string, base: 10 | 16): Bytes | Mistake {
  const bytes = readBytes(kind, draft, base);
  return typeof bytes !== "string" && bytes.length > MAX_VALUE_BYTES ? "too_long" : bytes;
}

/** Say whether what the editor shows is all there is, and would be written back as it was. */
export function isFaithful(row: ValueRow): boolean {
  const bytes = fromBase64(row.data);
  if (row.kind === "other" || bytes.length < row.size) return false;
  const again = bytesOf(row.kind, draftOf(row.kind, bytes, 10), 10);
  return typeof again !== "string" && again.length === bytes.length && again.every((byte, at) => byte === bytes[at]);
}

export function numberOf(kind: ValueKind, bytes: Bytes): bigint | null {
  if (SIZES[kind] !== bytes.length) return null;
  const ordered = kind === "dword_big_endian" ? [...bytes] : [...bytes].reverse();
  return ordered.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

export function hexOf(bytes: Bytes): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function readBytes(kind: ValueKind, draft: string, base: 10 | 16): Bytes | Mistake {
  switch (kind) {
    case "dword":
    case "dword_big_endian":
    case "qword":
      return readNumber(kind, draft, base);
    case "multi_sz":
      return readLines(draft);
    case "sz":
    case "expand_sz":
      return readText(`${draft}\0`);
    case "link":
      return draft === "" ? "empty" : readText(draft);
    case "setting":
      return draft.trim() === "" ? "empty" : (new TextEncoder().encode(draft) as Bytes);
    default:
      return readHex(draft);
  }
}

function readNumber(kind: ValueKind, draft: string, base: 10 | 16): Bytes | Mistake {
  const plain = draft.trim().replace(/^0x/i, base === 16 ? "" : "0x");
  const digits = base === 16 || plain.startsWith("0x") ? /^(0x)?[0-9a-f]+$/i : /^[0-9]+$/;
  if (!digits.test(plain)) return "number";
  const number = BigInt(base === 16 ? `0x${plain}` : plain);
  const size = SIZES[kind] ?? 4;
  if (number >= 1n << BigInt(8 * size)) return "range";
  const bytes = Uint8Array.from({ length: size }, (_, at) => Number((number >> BigInt(8 * at)) & 255n));
  return kind === "dword_big_endian" ? bytes.reverse() : bytes;
}

function readLines(draft: string): Bytes | Mistake {
  const lines = draft.replace(/\n+$/, "").split("\n");
  if (lines.length === 1 && lines[0] === "") return new Uint8Array(4);
  if (lines.some((line) => line === "")) return "empty_line";
  return readText(`${lines.join("\0")}\0\0`, true);
}

function readText(text: string, several = false): Bytes | Mistake {
  if (!several && text.slice(0, -1).includes("\0")) return "half";
  if (/\p{Cs}/u.test(text)) return "half";
  return concat(...[...text].flatMap((character) => unitsOf(character)));
}

function unitsOf(character: string): Bytes[] {
  return Array.from({ length: character.length }, (_, at) => {
    const unit = character.charCodeAt(at);
    return Uint8Array.of(unit & 255, unit >> 8);
  });
}

function readHex(draft: string): Bytes | Mistake {
  const digits = draft.replace(/[\s,]+/g, "");
  if (digits.length % 2 || /[^0-9a-f]/i.test(digits)) return "hex";
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function isText(kind: ValueKind): boolean {
  return kind === "sz" || kind === "expand_sz" || kind === "link" || kind === "multi_sz";
}

function textOf(bytes: Bytes): string {
  return new TextDecoder("utf-16le").decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));
}

function hexNumber(kind: ValueKind, number: bigint): string {
  return `0x${number.toString(16).padStart(2 * (SIZES[kind] ?? 4), "0")}`;
}

function cut(text: string, more: boolean): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
  return more || shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown;
}
