// The one piece of arithmetic of ours: Elligator2 onto Curve25519 (RFC 9380, 6.7.1; Z = 2). X25519 itself is WebCrypto's.

import type { Bytes } from "./bytes";

export const P = 2n ** 255n - 19n;
const A = 486662n;

/** Map a field element to the u-coordinate of a point. */
export function elligator2(r: bigint): bigint {
  const v = mod(-A * power(mod(1n + 2n * r * r), P - 2n));
  const isSquare = power(mod(v * v * v + A * v * v + v), (P - 1n) / 2n) <= 1n;
  return isSquare ? v : mod(-v - A);
}

export function toInteger(littleEndian: Bytes): bigint {
  return littleEndian.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

export function toBytes(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = mod(result * base);
    base = mod(base * base);
  }
  return result;
}
