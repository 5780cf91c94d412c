// The pairing: four messages between joiner (A) and issuer (B), at whose end both hold the same keys or none.
// Twin of agent/protocol/pairing.py. Carries nothing itself; link.ts relays what `receive` gives.

import { type Bytes, concat, digest, fromHex, lvCat, same, utf8 } from "./bytes";
import { type Agreed, CpaceError, Exchange, SHARE_BYTES, TAG_BYTES } from "./cpace";
import type { Technician } from "./types";

export const VERSION = "1";
/** Runs after which the issuer burns its code, however they ended. */
export const MAX_RUNS = 3;

/** The first byte of a relayed body. */
export const BODY = { shareA: 1, shareB: 2, tagA: 3, tagB: 4, sealed: 5, nonce: 6 } as const;

export type PairingFault = "malformed" | "bad_point" | "reflected" | "wrong_tag" | "burned";

export class PairingError extends Error {
  constructor(readonly fault: PairingFault) {
    super(`the pairing failed: ${fault}`);
  }
}

/** What both sides must have been told alike, or their tags differ. */
export interface PairingContext {
  readonly origin: string;
  readonly nameplate: string;
  readonly issuerNonce: string;
  readonly joinerNonce: string;
  readonly technician: Technician;
}

/** What the pairing yields. The names say who seals with which key. */
export interface SessionKeys {
  readonly joinerSeals: Bytes;
  readonly issuerSeals: Bytes;
  readonly bind: Bytes;
  readonly resume: Bytes;
}

export interface Step {
  readonly send?: Bytes;
  readonly keys?: SessionKeys;
}

/** A: was told the code. */
export class Joiner {
  private agreed: Agreed | null = null;

  private constructor(
    private readonly sid: Bytes,
    private exchange: Exchange | null,
  ) {}

  static async make(secret: string, context: PairingContext): Promise<Joiner> {
    const sid = await sidOf(context);
    return new Joiner(sid, await Exchange.start(utf8(secret), ciOf(context), sid));
  }

  /** Give the first message, Ya. */
  start(): Bytes {
    if (this.exchange === null) throw new PairingError("malformed");
    return body(BODY.shareA, this.exchange.share);
  }

  /** Take Yb, then Tb; throw PairingError at anything else. */
  async receive(message: Bytes): Promise<Step> {
    const exchange = this.exchange;
    this.exchange = null;
    if (exchange !== null) {
      const share = payload(message, BODY.shareB, SHARE_BYTES);
      this.agreed = await agreeing(exchange.agreeAsInitiator(share));
      return { send: body(BODY.tagA, this.agreed.tagA) };
    }
    const agreed = this.agreed;
    this.agreed = null;
    if (agreed === null) throw new PairingError("malformed");
    verify(payload(message, BODY.tagB, TAG_BYTES), agreed.tagB, agreed.tagA);
    return { keys: await deriveKeys(agreed.isk, this.sid) };
  }
}

/** B: shows the code. Burns it at the first wrong step, at success, and after MAX_RUNS unfinished runs. */
export class Issuer {
  private runs = 0;
  private sid: Bytes = new Uint8Array();
  private exchange: Exchange | null = null;
  private agreed: Agreed | null = null;

  constructor(private secret: string | null) {}

  get burned(): boolean {
    return this.secret === null;
  }

  /** Start a run; an unfinished one before it counts. Throw PairingError when the code is burned. */
  async begin(context: PairingContext): Promise<void> {
    this.runs += 1;
    if (this.runs > MAX_RUNS) this.burn();
    if (this.secret === null) throw new PairingError("burned");
    const secret = utf8(this.secret);
    this.agreed = null;
    this.sid = await sidOf(context);
    this.exchange = await Exchange.start(secret, ciOf(context), this.sid);
  }

  /** Take Ya, then Ta; throw PairingError at anything else, and burn the code. */
  async receive(message: Bytes): Promise<Step> {
    try {
      return await this.step(message);
    } catch (error) {
      this.burn();
      throw error;
    }
  }

  private async step(message: Bytes): Promise<Step> {
    const exchange = this.exchange;
    this.exchange = null;
    if (exchange !== null) {
      const share = payload(message, BODY.shareA, SHARE_BYTES);
      this.agreed = await agreeing(exchange.agreeAsResponder(share));
      return { send: body(BODY.shareB, exchange.share) };
    }
    const agreed = this.agreed;
    if (agreed === null) throw new PairingError("malformed");
    verify(payload(message, BODY.tagA, TAG_BYTES), agreed.tagA, agreed.tagB);
    this.burn();
    return { send: body(BODY.tagB, agreed.tagB), keys: await deriveKeys(agreed.isk, this.sid) };
  }

  private burn(): void {
    this.secret = null;
    this.exchange = null;
    this.agreed = null;
  }
}

export function sidOf(context: PairingContext): Promise<Bytes> {
  const nonces = lvCat(fromHex(context.issuerNonce), fromHex(context.joinerNonce));
  return digest("SHA-256", concat(lvCat(utf8("handrail-sid/1")), nonces));
}

export function ciOf({ origin, nameplate, technician }: PairingContext): Bytes {
  const { organisation, id, name } = technician;
  return lvCat(...[VERSION, origin, nameplate, organisation, id, name].map(utf8));
}

/** Derive the four keys (HKDF-SHA-256, RFC 5869; salt = sid). */
export async function deriveKeys(isk: Bytes, sid: Bytes): Promise<SessionKeys> {
  const base = await crypto.subtle.importKey("raw", isk, "HKDF", false, ["deriveBits"]);
  const derive = async (name: string): Promise<Bytes> => {
    const parameters = { name: "HKDF", hash: "SHA-256", salt: sid, info: utf8(`handrail/1 ${name}`) };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, base, 256));
  };
  return {
    joinerSeals: await derive("joiner seals"),
    issuerSeals: await derive("issuer seals"),
    bind: await derive("bind"),
    resume: await derive("resume"),
  };
}

async function agreeing(agreed: Promise<Agreed>): Promise<Agreed> {
  try {
    return await agreed;
  } catch (error) {
    if (!(error instanceof CpaceError)) throw error;
    throw new PairingError(error.fault === "length" ? "malformed" : error.fault);
  }
}

function verify(tag: Bytes, expected: Bytes, own: Bytes): void {
  if (same(tag, own)) throw new PairingError("reflected");
  if (!same(tag, expected)) throw new PairingError("wrong_tag");
}

function payload(message: Bytes, kind: number, length: number): Bytes {
  if (message.length !== 1 + length || message[0] !== kind) throw new PairingError("malformed");
  return message.slice(1);
}

function body(kind: number, content: Bytes): Bytes {
  return concat(Uint8Array.of(kind), content);
}
