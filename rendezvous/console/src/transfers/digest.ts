/**
 * What both ends of a transfer compare of a file: its SHA-256, or of more than one block the SHA-256 of its blocks' (one
 * after another). So the browser's own SHA-256, which takes no parts, can run along with any file, beside this thread.
 * Twin of agent/tools/transfers/digest.py.
 */

import { type Bytes, concat, digest } from "../link/bytes";

/** Bytes of a block; the last may be shorter. */
export const BLOCK = 1024 * 1024;

export class Digest {
  offset = 0;
  private blocks: Promise<Bytes>[] = [];
  /** What came since the last whole block. */
  private parts: Bytes[] = [];

  add(data: Bytes): void {
    for (let at = 0; at < data.length; ) {
      const part = data.subarray(at, at + BLOCK - (this.offset % BLOCK));
      this.parts.push(part);
      this.offset += part.length;
      at += part.length;
      if (this.offset % BLOCK === 0) this.blocks.push(this.ofParts()), (this.parts = []);
    }
  }

  /** Go back to where the block began that has byte `offset`, unless this is not so far; what follows is added anew. */
  back(offset: number): void {
    if (offset === this.offset) return;
    const whole = Math.min(this.blocks.length, Math.floor(offset / BLOCK));
    this.blocks.length = whole;
    this.parts = [];
    this.offset = whole * BLOCK;
  }

  /** The digest of all that was added; this goes on as it was. */
  async value(): Promise<Bytes> {
    const blocks = this.parts.length > 0 || this.blocks.length === 0 ? [...this.blocks, this.ofParts()] : this.blocks;
    const found = await Promise.all(blocks);
    return found.length === 1 ? found[0]! : digest("SHA-256", concat(...found));
  }

  private ofParts(): Promise<Bytes> {
    return digest("SHA-256", concat(...this.parts));
  }
}
