/** A SHA-256 that runs along with a file, and recalls what it was at the last records: a cut may lose some of them. */

import { sha256 } from "@noble/hashes/sha2.js";
import type { Bytes } from "../link/bytes";

/** Records back to which it can go: more than can be under way. */
const RECALLED = 64;

type Hash = ReturnType<typeof sha256.create>;

export class Digest {
  offset = 0;
  private hash: Hash = sha256.create();
  private recalled: { readonly offset: number; readonly hash: Hash }[] = [];

  add(data: Bytes): void {
    this.recalled.push({ offset: this.offset, hash: this.hash.clone() });
    if (this.recalled.length > RECALLED) this.recalled.shift();
    this.hash.update(data);
    this.offset += data.length;
  }

  /** Go back to where a record began, if that is recalled. */
  back(offset: number): boolean {
    if (offset === this.offset) return true;
    const found = this.recalled.find((one) => one.offset === offset);
    if (!found) return false;
    this.hash = found.hash.clone();
    this.offset = offset;
    this.recalled = [];
    return true;
  }

  /** The SHA-256 of all that was added; this goes on as it was. */
  value(): Bytes {
    return this.hash.clone().digest() as Bytes;
  }
}
