/**
 * The technician's half of the receipts (docs/protocol.md): countersigns what the agent signs, and keeps the newest.
 *
 * The key is made for one session and cannot leave the browser. Twin of agent/protocol/receipt.py.
 */

import { fromHex, toHex, utf8 } from "../link/bytes";
import type { JournalHead, SignedHead } from "../wire/messages";

/** A receipt as both sides keep it. */
export interface Receipt {
  readonly session: string;
  readonly count: number;
  readonly head: string;
  readonly final: boolean;
  readonly agent_key: string;
  readonly console_key: string;
  readonly agent_signature: string;
  readonly console_signature: string;
}

const ED25519 = { name: "Ed25519" };

export class ReceiptKeeper {
  #newest: Receipt | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly key: CryptoKey,
    /** In hexadecimal. */
    readonly publicKey: string,
  ) {}

  /** Make a key for one session; null where the browser has no Ed25519 (before Chromium 137, Firefox 129). */
  static async make(): Promise<ReceiptKeeper | null> {
    try {
      const pair = (await crypto.subtle.generateKey(ED25519, false, ["sign", "verify"])) as CryptoKeyPair;
      const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
      return new ReceiptKeeper(pair.privateKey, toHex(new Uint8Array(raw)));
    } catch (error) {
      if (error instanceof DOMException) return null;
      throw error;
    }
  }

  /** The newest receipt that both sides signed. */
  get newest(): Receipt | null {
    return this.#newest;
  }

  /** Countersign, one after the other; null when this does not follow from what was signed before. */
  countersign(head: JournalHead): Promise<SignedHead | null> {
    const next = this.#turn.then(() => this.#sign(head));
    this.#turn = next;
    return next;
  }

  /** What the technician keeps; `handrail-agent verify --receipt` reads it. */
  file(): string {
    return JSON.stringify({ format: "handrail-receipt/1", receipts: this.#newest ? [this.#newest] : [] });
  }

  async #sign(head: JournalHead): Promise<SignedHead | null> {
    const receipt: Receipt = {
      session: head.session,
      count: head.count,
      head: head.head,
      final: head.final,
      agent_key: head.public_key,
      console_key: this.publicKey,
      agent_signature: head.signature,
      console_signature: "",
    };
    if (!follows(receipt, this.#newest) || !(await signedByAgent(receipt))) return null;
    const signature = await crypto.subtle.sign(ED25519, this.key, textOf(receipt, "console"));
    const hex = toHex(new Uint8Array(signature));
    this.#newest = { ...receipt, console_signature: hex };
    return { type: "journal/signed", count: head.count, final: head.final, signature: hex };
  }
}

/** The bytes that one side signs. */
export function textOf(receipt: Receipt, signer: "agent" | "console"): Uint8Array<ArrayBuffer> {
  const last = receipt.final ? "final" : "so far";
  const { session, count, head, agent_key, console_key } = receipt;
  return utf8(["handrail-receipt/1", signer, session, String(count), head, last, agent_key, console_key].join("\n"));
}

/** A journal only grows, under one key, until its end. */
function follows(next: Receipt, before: Receipt | null): boolean {
  if (before === null) return true;
  const same = next.session === before.session && next.agent_key === before.agent_key;
  const grown = next.count > before.count || (next.count === before.count && next.head === before.head);
  return same && grown && !before.final;
}

async function signedByAgent(receipt: Receipt): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("raw", fromHex(receipt.agent_key), ED25519, false, ["verify"]);
    return await crypto.subtle.verify(ED25519, key, fromHex(receipt.agent_signature), textOf(receipt, "agent"));
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
