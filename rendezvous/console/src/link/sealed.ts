// The sealed frames: one AES-256-GCM key a direction, strictly counted; the counter is never sent.
// Twin of agent/protocol/sealed.py.

import { type Bytes, utf8 } from "./bytes";

const MAX_BOX = 32 * 1024 + 16;
const CONTEXT = utf8("handrail-sealed/1");

/** A frame did not open: altered, out of turn, or not for us. */
export class SealError extends Error {}

/** Seals, in order, what this side says. */
export class Sealer {
  private count = 0;

  constructor(private readonly key: CryptoKey) {}

  async seal(plaintext: Bytes): Promise<Bytes> {
    return new Uint8Array(await crypto.subtle.encrypt(parameters(this.count++), this.key, plaintext));
  }
}

/** Opens, in order, what the other side says; after one frame that does not open, none does. */
export class Opener {
  private count = 0;
  private key: CryptoKey | null;

  constructor(key: CryptoKey) {
    this.key = key;
  }

  async open(box: Bytes): Promise<Bytes> {
    const key = this.key;
    this.key = null;
    if (key === null || box.length > MAX_BOX) throw new SealError("a sealed frame was refused");
    try {
      const plaintext = await crypto.subtle.decrypt(parameters(this.count), key, box);
      this.key = key;
      this.count += 1;
      return new Uint8Array(plaintext);
    } catch {
      throw new SealError("a sealed frame did not open");
    }
  }
}

export function importSeal(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function parameters(count: number): AesGcmParams {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(4, BigInt(count));
  return { name: "AES-GCM", iv, additionalData: CONTEXT };
}
