// Bytes, and the length-value concatenation of CPace's draft.

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

export const utf8 = (text: string): Bytes => encoder.encode(text) as Bytes;

export function concat(...parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Concatenate `parts`, each behind its length in LEB128 (draft-irtf-cfrg-cpace-21, appendix A). */
export function lvCat(...parts: readonly Bytes[]): Bytes {
  return concat(...parts.flatMap((part) => [leb128(part.length), part]));
}

export function leb128(length: number): Bytes {
  const out: number[] = [];
  for (; length > 0x7f; length >>>= 7) out.push((length & 0x7f) | 0x80);
  return Uint8Array.of(...out, length);
}

export function toHex(bytes: Bytes): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Compare without telling by time where two byte strings differ. */
export function same(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.reduce((difference, byte, i) => difference | (byte ^ b[i]!), 0) === 0;
}

export async function hmac(hash: "SHA-256" | "SHA-512", key: Bytes, text: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, text));
}

export async function digest(hash: "SHA-256" | "SHA-512", text: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest(hash, text));
}
