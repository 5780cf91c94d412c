/**
 * One transfer from the customer's computer: its items as they come, each checked before it is kept.
 *
 * Small files are gathered and written a few at a time, as each waits for another process; large ones as they come.
 */

import { type Bytes, concat, same } from "../link/bytes";
import type { FileFault } from "../wire/messages";
import { Digest } from "./digest";
import { RecordError, type TransferRecord } from "./records";
import type { Store } from "./store";

/** Bytes up to which a file is gathered before it is written. */
const SMALL = 256 * 1024;
/** Bytes written at once of a larger one. */
const BLOCK = 1024 * 1024;
/** Small files that are being written. */
const MOST_WRITING = 16;

interface Unfinished {
  readonly path: string;
  readonly size: number;
  readonly digest: Digest;
  /** Null while it is gathered. */
  readonly into: FileSystemWritableFileStream | null;
  waiting: Bytes[];
}

export interface Outcome {
  readonly path: string;
  readonly fault: FileFault | null;
}

export class Receiving {
  item = 0;
  isOver = false;
  /** Bytes of the items that are settled. */
  private before = 0;
  private partial: Unfinished | null = null;
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly store: Store,
    private readonly settled: (outcome: Outcome) => void,
  ) {}

  get offset(): number {
    return this.partial?.digest.offset ?? 0;
  }

  get done(): number {
    return this.before + this.offset;
  }

  /** Take the next record; throws RecordError when it cannot follow. */
  async take(record: TransferRecord): Promise<void> {
    switch (record.kind) {
      case "folder":
        this.next(record.item);
        return this.settle(record.path, await faultOf(() => this.store.folder(record.path)));
      case "file":
        return this.begin(record.item, record.offset, record.size, record.path);
      case "data":
        return this.add(record.data);
      case "end":
        return this.end(record.digest);
      case "skipped": {
        const path = this.partial?.path ?? "";
        this.next(record.item);
        await this.abandon();
        return this.settle(path, record.fault);
      }
      case "last":
        return this.last();
      case "settled":
        throw new RecordError("the sender of a transfer settles nothing");
    }
  }

  /** Leave nothing that is not whole. */
  async drop(): Promise<void> {
    await this.abandon();
    await Promise.all(this.writing);
    await this.store.drop();
  }

  private next(item: number): void {
    if (item !== this.item) throw new RecordError("an item of a transfer is not the next one");
  }

  private settle(path: string, fault: FileFault | null, size = 0): void {
    this.item += 1;
    this.before += size;
    this.partial = null;
    this.settled({ path, fault });
  }

  private async begin(item: number, offset: number, size: number, path: string): Promise<void> {
    this.next(item);
    if (this.partial?.size === size && this.offset === offset) return; // it goes on where it was cut
    await this.abandon();
    if (offset !== 0) throw new RecordError("a file of a transfer does not go on where it stands");
    let into: FileSystemWritableFileStream | null = null;
    const fault = size <= SMALL ? null : await faultOf(async () => void (into = await (await this.store.file(path)).createWritable()));
    if (fault === null) this.partial = { path, size, digest: new Digest(), into, waiting: [] };
    else this.settle(path, fault);
  }

  private async add(data: Bytes): Promise<void> {
    const { partial } = this;
    if (!partial) return; // it could not be written: its item is settled
    partial.digest.add(data);
    partial.waiting.push(data);
    if (partial.digest.offset > partial.size) return this.fail(partial, "damaged");
    if (partial.into && waitingBytes(partial) >= BLOCK) await this.write(partial, partial.into);
  }

  private async write(partial: Unfinished, into: FileSystemWritableFileStream): Promise<void> {
    const data = concat(...partial.waiting);
    partial.waiting = [];
    const fault = await faultOf(() => into.write(data));
    if (fault !== null) await this.fail(partial, fault);
  }

  private async end(digest: Bytes): Promise<void> {
    const { partial } = this;
    if (!partial) return;
    if (partial.digest.offset !== partial.size || !same(await partial.digest.value(), digest)) return this.fail(partial, "damaged");
    if (partial.into === null) return this.keepSmall(partial);
    await this.write(partial, partial.into);
    if (this.partial !== partial) return;
    this.settle(partial.path, await faultOf(() => partial.into!.close()), partial.size);
  }

  /** Write a small file beside what comes next. */
  private async keepSmall(partial: Unfinished): Promise<void> {
    this.item += 1;
    this.before += partial.size;
    this.partial = null;
    const kept = faultOf(async () => {
      const into = await (await this.store.file(partial.path)).createWritable();
      await into.write(concat(...partial.waiting));
      await into.close();
    });
    const told = kept.then((fault) => this.settled({ path: partial.path, fault })).finally(() => this.writing.delete(told));
    this.writing.add(told);
    if (this.writing.size >= MOST_WRITING) await Promise.race(this.writing);
  }

  private async last(): Promise<void> {
    await Promise.all(this.writing);
    await this.store.finish();
    this.isOver = true;
  }

  private async fail(partial: Unfinished, fault: FileFault): Promise<void> {
    await this.abandon();
    this.settle(partial.path, fault);
  }

  private async abandon(): Promise<void> {
    const { partial } = this;
    this.partial = null;
    if (partial?.into) await partial.into.abort().catch(() => undefined); // what failed is gone already
  }
}

function waitingBytes({ waiting }: Unfinished): number {
  return waiting.reduce((sum, { length }) => sum + length, 0);
}

/** Do it; return what kind of fault came of it. */
async function faultOf(work: () => Promise<void>): Promise<FileFault | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof TypeError) return "name_not_allowed";
    if (!(error instanceof DOMException)) throw error;
    return FAULTS[error.name] ?? "failed";
  }
}

const FAULTS: Record<string, FileFault | undefined> = {
  QuotaExceededError: "disk_full",
  NotAllowedError: "denied",
  NoModificationAllowedError: "busy",
  NotFoundError: "missing",
};
