/** One transfer to the customer's computer: reads ahead, says record after record, goes back to where it was cut. */

import { MOST_CHUNK } from "../link/bulk_wire";
import { type Bytes, concat } from "../link/bytes";
import type { FileFault } from "../wire/messages";
import { Digest } from "./digest";
import { MOST_DATA, pack, type TransferRecord } from "./records";
import { type Parcel, sizeOf, type Source } from "./sources";

/** Bytes read at once. */
const BLOCK = 512 * 1024;
/** Small files whose content is read before their turn: each reading waits for another process. */
const AHEAD = 12;
const SMALL = 64 * 1024;
/** Bytes of room in a chunk that another record may need: a path has at most 12 KiB. */
const LEAST_ROOM = 16 * 1024;

interface Block {
  readonly start: number;
  readonly data: Promise<Bytes>;
}

export class Sending {
  readonly items: number;
  readonly bytes: number;
  private at = 0;
  private named = false;
  private saidLast = false;
  private digest = new Digest();
  private block: Block | null = null;
  private next: Block | null = null;
  /** Bytes of the items before the one that is sent. */
  private before = 0;
  private turn: Promise<void> = Promise.resolve();
  private readonly ahead = new Map<number, Promise<Bytes>>();

  constructor(
    private readonly transfer: number,
    private readonly parcel: Parcel,
  ) {
    this.items = parcel.sources.length;
    this.bytes = sizeOf(parcel);
  }

  get done(): number {
    return this.before + this.digest.offset;
  }

  get isOver(): boolean {
    return this.saidLast;
  }

  /** The next chunk, whole records; empty at the end. */
  chunk(): Promise<Bytes> {
    return this.alone(() => this.records());
  }

  /** Go on at byte `offset` of item `item`, where the other side stands. */
  go(item: number, offset: number): Promise<void> {
    return this.alone(() => this.turnBack(item, offset));
  }

  private async records(): Promise<Bytes> {
    const said: Bytes[] = [];
    for (let room = MOST_CHUNK; room > LEAST_ROOM && !this.saidLast; ) {
      const packed = pack(await this.record(room));
      said.push(packed);
      room -= packed.length;
    }
    return concat(...said);
  }

  private async turnBack(item: number, offset: number): Promise<void> {
    this.saidLast = false;
    this.named = false;
    if (item !== this.at) this.turnTo(item);
    const file = this.parcel.sources[item]?.file;
    if (file) await this.catchUp(file, offset);
  }

  /** Have the digest stand at byte `offset`. A file that cannot be read again is skipped when its data are due. */
  private async catchUp(file: File, offset: number): Promise<void> {
    this.digest.back(offset);
    try {
      while (this.digest.offset < offset) {
        const data = (await this.read(file)).subarray(0, offset - this.digest.offset);
        if (data.length === 0) return;
        this.digest.add(data);
      }
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  /** Take note that the other side settled an item; what it does not want is not sent on. */
  settled(item: number, fault: FileFault | null): void {
    if (fault !== null && item === this.at && this.named) this.turnTo(item + 1);
  }

  /** One at a time: a chunk for a line that was cut may still be read when it is said where to go on. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }

  /** What an item is called, as the wire writes it. */
  nameOf(item: number): string {
    return this.parcel.sources[item]?.path ?? "";
  }

  private async record(room: number): Promise<TransferRecord> {
    const { transfer, at: item } = this;
    const source = this.parcel.sources[item];
    if (!source) {
      this.saidLast = true;
      return { kind: "last", transfer };
    }
    if (source.file === null) {
      this.turnTo(item + 1);
      return { kind: "folder", transfer, item, path: source.path };
    }
    if (!this.named) {
      this.named = true;
      this.readAhead();
      return { kind: "file", transfer, item, offset: this.digest.offset, size: source.file.size, path: source.path };
    }
    return this.ofFile(source, source.file, room);
  }

  private async ofFile({ path }: Source, file: File, room: number): Promise<TransferRecord> {
    const { transfer, at: item } = this;
    if (this.digest.offset >= file.size) {
      const digest = await this.digest.value();
      if (item === this.at) this.turnTo(item + 1); // it may have been settled meanwhile
      return { kind: "end", transfer, digest };
    }
    try {
      const data = (await this.read(file)).subarray(0, room - (MOST_CHUNK - MOST_DATA));
      if (data.length === 0) throw new DOMException(`${path} is shorter by now`, "NotReadableError");
      if (item === this.at) this.digest.add(data); // it may have been settled meanwhile
      return { kind: "data", transfer, data };
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.turnTo(item + 1);
      return { kind: "skipped", transfer, item, fault: error.name === "NotReadableError" ? "changed" : "failed" };
    }
  }

  /** What is read from where this stands on: at least one byte, unless the file is shorter by now. */
  private async read(file: File): Promise<Bytes> {
    const { offset } = this.digest;
    const start = offset - (offset % BLOCK);
    if (this.block?.start !== start) {
      this.block = this.next?.start === start ? this.next : { start, data: this.first(file, start) };
      const more = start + BLOCK;
      this.next = more < file.size ? { start: more, data: bytesOf(file, more) } : null;
    }
    return (await this.block.data).subarray(offset - start);
  }

  private first(file: File, start: number): Promise<Bytes> {
    return (start === 0 ? this.ahead.get(this.at) : undefined) ?? bytesOf(file, start);
  }

  private readAhead(): void {
    for (let item = this.at; item < Math.min(this.items, this.at + AHEAD); item++) {
      const file = this.parcel.sources[item]?.file;
      if (file && file.size > 0 && file.size <= SMALL && !this.ahead.has(item)) this.ahead.set(item, bytesOf(file, 0));
    }
  }

  private turnTo(item: number): void {
    const sizes = this.parcel.sources.slice(Math.min(this.at, item), Math.max(this.at, item)).map(({ file }) => file?.size ?? 0);
    const between = sizes.reduce((sum, size) => sum + size, 0);
    this.before += item >= this.at ? between : -between;
    this.ahead.delete(this.at);
    this.at = item;
    this.named = false;
    this.digest = new Digest();
    this.block = this.next = null;
  }
}

async function bytesOf(file: File, start: number): Promise<Bytes> {
  return new Uint8Array(await file.slice(start, start + BLOCK).arrayBuffer());
}
