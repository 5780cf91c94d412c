/** Transfers on the technician's side: what is said over bulk, in which order, and what a cut leaves. */

import { createHash, randomBytes } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { MOST_GOING, Transfers } from "../src/call/transfers";
import { freeName, localName } from "../src/files/local_names";
import { type Bulk, BulkGone } from "../src/link";
import { type Bytes, concat, fromHex, toHex, utf8 } from "../src/link/bytes";
import { BLOCK, Digest } from "../src/transfers/digest";
import { Meter } from "../src/transfers/meter";
import { pack, RecordError, records, type TransferRecord } from "../src/transfers/records";
import { type Outcome, Receiving } from "../src/transfers/receiving";
import { Sending } from "../src/transfers/sending";
import { parcels } from "../src/transfers/sources";
import type { Store } from "../src/transfers/store";
import type { ConsoleMessage } from "../src/wire/messages";

const BODY = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 31) % 251);

function sha(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

const EVERY: TransferRecord[] = [
  { kind: "folder", transfer: 1, item: 0, path: "Photos" },
  { kind: "file", transfer: 1, item: 1, offset: 2 ** 40, size: 2 ** 41, path: "Photos/%FFété 😀.jpg" },
  { kind: "data", transfer: 1, data: utf8("abc") },
  { kind: "end", transfer: 1, digest: new Uint8Array(32) },
  { kind: "skipped", transfer: 1, item: 2, fault: "changed" },
  { kind: "last", transfer: 1 },
  { kind: "settled", transfer: 1, item: 1, fault: null, name: "été.jpg" },
  { kind: "settled", transfer: 1, item: 2, fault: "name_taken", name: "" },
];

test("every record is read back as it was written", () => {
  expect([...records(concat(...EVERY.map(pack)))]).toEqual(EVERY);
});

test("the bytes are those that the agent writes", () => {
  expect(toHex(pack(EVERY[1]!))).toBe("0200000001002c" + "00000001" + "0000010000000000" + "0000020000000000" + toHex(utf8("Photos/%FFété 😀.jpg")));
  expect(toHex(pack(EVERY[7]!))).toBe("07000000010005" + "00000002" + "04");
});

test("what is no record is refused", () => {
  const wrong = ["01", "0100000001ffff", "0800000001000100", "03000000010000", "06000000010001" + "00", "0100000001000600000000" + "2f61", "0500000001000500000000" + "ff"];
  for (const hex of wrong) expect(() => [...records(fromHex(hex))], hex).toThrow(RecordError);
});

test("the digest of a file is its SHA-256, and of more than one block that of its blocks'", async () => {
  const file = Uint8Array.from(randomBytes(2 * BLOCK + 5));
  const ofBlocks = (size: number): string => sha(concat(...[0, 1, 2].map((n) => fromHex(sha(file.subarray(n * BLOCK, Math.min(size, (n + 1) * BLOCK)))))));
  const running = new Digest();
  const add = (to: number): void => {
    while (running.offset < to) running.add(file.subarray(running.offset, Math.min(to, running.offset + 65_529)));
  };
  expect(toHex(await running.value())).toBe(sha(new Uint8Array()));
  add(BLOCK);
  expect(toHex(await running.value())).toBe(sha(file.subarray(0, BLOCK)));
  add(file.length);
  expect(toHex(await running.value())).toBe(ofBlocks(file.length));
  running.back(2 * BLOCK + 2);
  expect(running.offset).toBe(2 * BLOCK);
  add(2 * BLOCK + 2);
  expect(toHex(await running.value())).toBe(ofBlocks(2 * BLOCK + 2));
  running.back(100);
  expect(running.offset).toBe(0);
});

function named(path: string, body: Uint8Array<ArrayBuffer>): File {
  const file = new File([body], path.split("/").at(-1)!);
  Object.defineProperty(file, "webkitRelativePath", { value: path.includes("/") ? path : "" });
  return file;
}

const FILES = [named("d/a.txt", utf8("a")), named("d/é/gros", BODY), named("d/é/vide", new Uint8Array()), named("seul%.txt", utf8("seul"))];

test("what was chosen is sorted into a folder with its folders, and files for themselves", () => {
  const [folder, file] = parcels(FILES);
  expect(folder?.sources.map(({ path }) => path)).toEqual(["d", "d/a.txt", "d/é", "d/é/gros", "d/é/vide"]);
  expect([file?.name, file?.sources.length]).toEqual(["seul%25.txt", 1]);
});

async function said(sending: Sending): Promise<TransferRecord[]> {
  const found: TransferRecord[] = [];
  for (let chunk = await sending.chunk(); chunk.length > 0; chunk = await sending.chunk()) found.push(...records(chunk));
  return found;
}

/** Put together what is said, as the agent does. */
function together(said: readonly TransferRecord[]): Record<string, string> {
  const found: Record<string, string> = {};
  let [path, data]: [string, Bytes[]] = ["", []];
  for (const record of said) {
    if (record.kind === "file" && record.offset === 0) [path, data] = [record.path, []];
    if (record.kind === "data") data.push(record.data);
    if (record.kind !== "end") continue;
    found[path] = sha(concat(...data));
    expect(toHex(record.digest)).toBe(found[path]);
  }
  return found;
}

const SHAS = { "d/a.txt": sha(utf8("a")), "d/é/gros": sha(BODY), "d/é/vide": sha(new Uint8Array()) };

test("a folder is sent whole, one record after another", async () => {
  const sending = new Sending(7, parcels(FILES)[0]!);
  const records = await said(sending);
  expect(together(records)).toEqual(SHAS);
  expect(records.at(-1)).toEqual({ kind: "last", transfer: 7 });
  expect(sending.done).toBe(sending.bytes);
});

test("sending goes on at any byte of any item, also far back", async () => {
  const sending = new Sending(7, parcels(FILES)[0]!);
  await said(sending);
  for (const offset of [65_000, 1, 199_999]) {
    await sending.go(3, offset);
    const [first, ...rest] = await said(sending);
    expect(first).toMatchObject({ kind: "file", item: 3, offset });
    const data = rest.flatMap((record) => (record.kind === "data" ? [record.data] : []));
    expect(sha(concat(BODY.subarray(0, offset), ...data))).toBe(sha(BODY));
    const end = rest.find(({ kind }) => kind === "end");
    expect(end?.kind === "end" && toHex(end.digest)).toBe(sha(BODY));
  }
});

test("an item that the other side does not want is not sent on", async () => {
  const sending = new Sending(7, parcels([named("gros", BODY)])[0]!);
  await sending.chunk();
  sending.settled(0, "name_taken");
  expect(await said(sending)).toEqual([{ kind: "last", transfer: 7 }]);
});

/** A folder in memory that behaves as the browser's: what is written is there once it is closed. */
class Memory implements Store {
  readonly files = new Map<string, string>();
  readonly folders: string[] = [];
  dropped = false;
  finished = false;

  async folder(path: string): Promise<void> {
    this.folders.push(path);
  }

  async file(path: string): Promise<FileSystemFileHandle> {
    const parts: Bytes[] = [];
    const stream = {
      write: async (data: Bytes) => void parts.push(data),
      close: async () => void this.files.set(path, sha(concat(...parts))),
      abort: async () => {},
    };
    return { createWritable: async () => stream } as unknown as FileSystemFileHandle;
  }

  async finish(): Promise<void> {
    this.finished = true;
  }

  async drop(): Promise<void> {
    this.dropped = true;
  }
}

async function received(chunks: readonly TransferRecord[]): Promise<[Memory, Outcome[]]> {
  const [store, outcomes]: [Memory, Outcome[]] = [new Memory(), []];
  const receiving = new Receiving(store, (outcome) => outcomes.push(outcome));
  for (const record of chunks) await receiving.take(record);
  return [store, outcomes];
}

test("what is taken is kept once it is whole and checked", async () => {
  const [store, outcomes] = await received(await said(new Sending(1, parcels([named("d/gros", concat(BODY, BODY)), ...FILES.slice(0, 1)])[0]!)));
  expect(Object.fromEntries(store.files)).toEqual({ "d/gros": sha(concat(BODY, BODY)), "d/a.txt": SHAS["d/a.txt"] });
  expect(outcomes.every(({ fault }) => fault === null)).toBe(true);
  expect(store.finished).toBe(true);
});

test("what is not what was sent is not kept", async () => {
  const file: TransferRecord = { kind: "file", transfer: 1, item: 0, offset: 0, size: 3, path: "a" };
  const [store, outcomes] = await received([file, { kind: "data", transfer: 1, data: utf8("abc") }, { kind: "end", transfer: 1, digest: new Uint8Array(32) }]);
  expect(store.files.size).toBe(0);
  expect(outcomes).toEqual([{ path: "a", fault: "damaged" }]);
});

test("names of the customer's are made possible here, and none covers another", () => {
  expect(localName("a%25b%FFc\u202etxt.:")).toBe("a%b_FFc_txt._");
  expect(localName("..")).toBe("_");
  expect(freeName("a.txt", new Set(["a.txt", "a (2).txt"]))).toBe("a (3).txt");
});

test("the rate is that of the last seconds", () => {
  const meter = new Meter();
  for (let at = 0; at <= 10; at++) meter.note(at < 5 ? 0 : (at - 5) * 1000, at);
  expect(meter.rate).toBe(1000);
});

/** A connection in memory, which a test cuts. */
class Line {
  readonly sent: TransferRecord[] = [];
  closed = false;
  private readonly coming: Bytes[] = [];
  private wake: () => void = () => {};

  async opened(): Promise<void> {}

  async send(chunk: Bytes): Promise<void> {
    if (this.closed) throw new BulkGone();
    this.sent.push(...records(chunk));
  }

  async receive(): Promise<Bytes> {
    while (!this.closed && this.coming.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.closed) throw new BulkGone();
    return this.coming.shift()!;
  }

  say(...said: readonly TransferRecord[]): void {
    this.coming.push(concat(...said.map(pack)));
    this.wake();
  }

  close(): void {
    this.closed = true;
    this.wake();
  }
}

let lines: Line[];
let told: ConsoleMessage[];
let transfers: Transfers;
const BOTH = { bring: true, take: true };
const NEITHER = { bring: false, take: false };

beforeEach(() => {
  [lines, told] = [[], []];
  Object.assign(globalThis, { window: globalThis });
  const open = (): Bulk => {
    lines.push(new Line());
    return lines.at(-1)! as unknown as Bulk;
  };
  transfers = new Transfers((message) => told.push(message) > 0, open);
  transfers.stand(BOTH, BOTH);
});

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const stages = (): string[] => transfers.state().map(({ stage }) => stage);
const types = (): string[] => told.map(({ type }) => type);

async function begun(): Promise<void> {
  transfers.bring("/home/anne", parcels([named("gros", BODY)]));
  await settle();
  transfers.heard({ type: "transfers/ready", transfer: 1, items: 1, bytes: BODY.length });
  transfers.heard({ type: "transfers/stands", transfer: 1, item: 0, offset: 0 });
  await settle();
}

test("what is brought is announced, sent, and done once it is settled", async () => {
  await begun();
  expect(types()).toEqual(["transfers/bring", "transfers/go"]);
  expect(together(lines[0]!.sent)).toEqual({ gros: sha(BODY) });
  lines[0]!.say({ kind: "settled", transfer: 1, item: 0, fault: null, name: "gros" });
  await settle();
  expect(stages()).toEqual(["done"]);
  expect(types().at(-1)).toBe("transfers/close");
});

test("after a cut it asks where it stands and goes on there", async () => {
  await begun();
  lines[0]!.close();
  await settle();
  expect(stages()).toEqual(["waiting"]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(types().slice(-1)).toEqual(["transfers/go"]);
  transfers.heard({ type: "transfers/stands", transfer: 1, item: 0, offset: 150_000 });
  await settle();
  expect(lines[1]!.sent[0]).toMatchObject({ kind: "file", offset: 150_000 });
});

test("what may not be done any more is stopped, and nothing is opened for it", async () => {
  await begun();
  transfers.stand(NEITHER, { bring: false, take: true });
  expect(stages()).toEqual(["stopped"]);
  transfers.bring("/home/anne", parcels([named("gros", BODY)]));
  lines[0]!.close();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(lines.length).toBe(1);
});

test("a name that is taken waits for the technician's word", async () => {
  await begun();
  lines[0]!.say({ kind: "settled", transfer: 1, item: 0, fault: "name_taken", name: "" });
  await settle();
  expect(stages()).toEqual(["name_taken"]);
  transfers.decide(1, "keep_both");
  expect(told.at(-1)).toMatchObject({ type: "transfers/bring", transfer: 2, name: "gros", when_taken: "keep_both" });
});

test("only so many go at once, and the next begins when one is over", () => {
  transfers.bring("/home/anne", parcels(Array.from({ length: MOST_GOING + 3 }, (_, n) => named(`f${n}`, utf8("x")))));
  expect(stages().filter((stage) => stage === "queued").length).toBe(3);
  transfers.stop(1);
  expect(stages().filter((stage) => stage === "queued").length).toBe(2);
});

test("what is taken comes back where it stood", async () => {
  const store = new Memory();
  transfers.take("/home/anne/gros", "gros", store);
  await settle();
  transfers.heard({ type: "transfers/ready", transfer: 1, items: 1, bytes: BODY.length });
  const all = await said(new Sending(1, parcels([named("gros", BODY)])[0]!));
  lines[0]!.say(...all.slice(0, 2));
  await settle();
  const got = all[1]?.kind === "data" ? all[1].data.length : 0;
  lines[0]!.close();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(told.at(-1)).toEqual({ type: "transfers/go", transfer: 1, item: 0, offset: got });
  lines[1]!.say({ kind: "file", transfer: 1, item: 0, offset: got, size: BODY.length, path: "gros" });
  for (const record of all.slice(2)) lines[1]!.say(record);
  await settle();
  expect(stages()).toEqual(["done"]);
  expect(store.files.get("gros")).toBe(sha(BODY));
});
