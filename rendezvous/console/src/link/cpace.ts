// CPACE-X25519-SHA512, initiator-responder with explicit confirmation (draft-irtf-cfrg-cpace-21).
// Twin of agent/protocol/cpace.py, held to the same vectors.

import { type Bytes, concat, digest, fromHex, hmac, leb128, lvCat, same, utf8 } from "./bytes";
import { elligator2, P, toBytes, toInteger } from "./field";

export type CpaceFault = "length" | "bad_point" | "reflected";

export class CpaceError extends Error {
  constructor(readonly fault: CpaceFault) {
    super(`the key exchange was refused: ${fault}`);
  }
}

export interface Agreed {
  readonly isk: Bytes;
  readonly tagA: Bytes;
  readonly tagB: Bytes;
}

interface Side {
  readonly share: Bytes;
  readonly ad: Bytes;
}

export const SHARE_BYTES = 32;
export const TAG_BYTES = 64;

const DSI = utf8("CPace255");
const HASH_BLOCK = 128;
const NOTHING: Bytes = new Uint8Array();
/** What stands before a raw X25519 key in PKCS #8 (RFC 8410, 7). */
const PKCS8 = fromHex("302e020100300506032b656e04220420");

/** One side of one run. The scalar is used for one peer share only. */
export class Exchange {
  private constructor(
    private readonly sid: Bytes,
    private readonly scalar: CryptoKey,
    readonly share: Bytes,
  ) {}

  /** Draw a scalar and compute the share. `scalar` is given by the draft's vectors alone. */
  static async start(prs: Bytes, ci: Bytes, sid: Bytes, scalar?: Bytes): Promise<Exchange> {
    const key = await importScalar(scalar ?? crypto.getRandomValues(new Uint8Array(SHARE_BYTES)));
    return new Exchange(sid, key, await multiply(key, await generator(prs, ci, sid)));
  }

  agreeAsInitiator(peerShare: Bytes, adA = NOTHING, adB = NOTHING): Promise<Agreed> {
    return this.agree({ share: this.share, ad: adA }, { share: peerShare, ad: adB }, peerShare);
  }

  agreeAsResponder(peerShare: Bytes, adA = NOTHING, adB = NOTHING): Promise<Agreed> {
    return this.agree({ share: peerShare, ad: adA }, { share: this.share, ad: adB }, peerShare);
  }

  private async agree(a: Side, b: Side, peerShare: Bytes): Promise<Agreed> {
    if (peerShare.length !== SHARE_BYTES) throw new CpaceError("length");
    if (same(peerShare, this.share)) throw new CpaceError("reflected");
    const key = await multiply(this.scalar, peerShare);
    const transcript = concat(lvCat(a.share, a.ad), lvCat(b.share, b.ad));
    const isk = await digest("SHA-512", concat(lvCat(concat(DSI, utf8("_ISK")), this.sid, key), transcript));
    const macKey = await digest("SHA-512", concat(utf8("CPaceMac"), this.sid, isk));
    const tag = (side: Side) => hmac("SHA-512", macKey, lvCat(side.share, side.ad));
    return { isk, tagA: await tag(a), tagB: await tag(b) };
  }
}

/** Compute the generator that only those who know `prs` can compute (draft, section 7). */
export async function generator(prs: Bytes, ci: Bytes, sid: Bytes): Promise<Bytes> {
  const used = leb128(prs.length).length + prs.length + leb128(DSI.length).length + DSI.length;
  const padding: Bytes = new Uint8Array(Math.max(0, HASH_BLOCK - 1 - used));
  const hash = await digest("SHA-512", lvCat(DSI, prs, padding, ci, sid));
  return toBytes(elligator2(toInteger(hash.slice(0, SHARE_BYTES)) & (2n ** 255n - 1n)));
}

/** Multiply by X25519; throw CpaceError when `point` is of low order or not written as X25519 writes. */
export async function multiply(scalar: CryptoKey, point: Bytes): Promise<Bytes> {
  if (toInteger(point) >= P) throw new CpaceError("bad_point");
  try {
    const key = await crypto.subtle.importKey("raw", point, { name: "X25519" }, false, []);
    const bits = await crypto.subtle.deriveBits({ name: "X25519", public: key }, scalar, 256);
    const product: Bytes = new Uint8Array(bits);
    if (product.some((byte) => byte !== 0)) return product;
  } catch (error) {
    // WebCrypto refuses low-order points itself, where it does (Secure Curves in the Web Cryptography API, X25519)
    if (!(error instanceof DOMException)) throw error;
  }
  throw new CpaceError("bad_point");
}

export function importScalar(scalar: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", concat(PKCS8, scalar), { name: "X25519" }, false, ["deriveBits"]);
}
