/** The console's parsers: what each is fed from, and what it may refuse with. */

import { CodeError, parseCode } from "../../src/link/codes";
import { CpaceError } from "../../src/link/cpace";
import * as bulk from "../../src/link/bulk_wire";
import { parseServerFrame } from "../../src/link/frames";
import { Issuer, Joiner, PairingError } from "../../src/link/pairing";
import { fingerprint, SdpError } from "../../src/link/sdp";
import { importSeal, Opener, Sealer, SealError } from "../../src/link/sealed";
import { readPong, readWord } from "../../src/link/words";
import { FrameAssembler } from "../../src/picture/assembler";
import { readFrame, readMessage, WireError } from "../../src/picture/wire";
import * as transfer from "../../src/transfers/records";
import { parseAgentMessage } from "../../src/wire/parse";
import { bytesOf, type Latin, textOf } from "./mutate";

/** What reads one input; null and undefined say that it was refused. */
export interface Target {
  readonly read: (data: Latin) => unknown;
  readonly seeds: readonly Latin[];
  readonly refuses: readonly (abstract new (...given: never[]) => Error)[];
}

/** Valid texts of the wires by the type of the message, made from the Python schemas. */
export type Seeds = Readonly<Record<string, readonly string[]>>;

const RECORDS: transfer.TransferRecord[] = [
  { kind: "folder", transfer: 1, item: 0, path: "Photos" },
  { kind: "file", transfer: 1, item: 1, offset: 5, size: 2 ** 40, path: "Photos/%FF.jpg" },
  { kind: "data", transfer: 1, data: bytesOf("some bytes of a file") },
  { kind: "end", transfer: 1, digest: new Uint8Array(32) },
  { kind: "skipped", transfer: 1, item: 2, fault: "changed" },
  { kind: "settled", transfer: 1, item: 1, fault: null, name: "a" },
];
const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
const CONTEXT = {
  origin: "https://assistance.example",
  nameplate: "12345",
  issuerNonce: "0a".repeat(16),
  joinerNonce: "0b".repeat(16),
  technician: { id: "t1", name: "Camille D.", organisation: "Exemple Assistance" },
};
const latin = (bytes: Uint8Array): Latin => Buffer.from(bytes).toString("latin1");
const utf8 = (text: string): Latin => Buffer.from(text, "utf8").toString("latin1");

/** Every target by its name. */
export async function targets(seeds: Seeds): Promise<ReadonlyMap<string, Target>> {
  return new Map([...schemas(seeds), ...texts(), ...frames(), ...(await sealed()), ...plants(seeds)]);
}

function* schemas(seeds: Seeds): Generator<[string, Target]> {
  for (const [type, valid] of Object.entries(seeds)) {
    const parse = type.includes("/") ? parseAgentMessage : parseServerFrame;
    yield [type, { read: (data) => parse(textOf(data)), seeds: valid.map(utf8), refuses: [] }];
  }
}

function* texts(): Generator<[string, Target]> {
  const pairs = [...KEY].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":");
  const answer = `v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=fingerprint:sha-256 ${pairs}\r\n`;
  const words = [`{"type":"link/bind","proof":"${"0a".repeat(32)}"}`, '{"type":"link/ready"}', '{"type":"answer","sdp":""}'];
  yield ["sdp rule", { read: (data) => fingerprint(textOf(data)), seeds: [answer], refuses: [SdpError] }];
  yield ["typed code", { read: (data) => parseCode(textOf(data)), seeds: ["123456789018", "1234-5678.9018"], refuses: [CodeError] }];
  yield ["link word", { read: (data) => readWord(textOf(data)), seeds: words, refuses: [] }];
  yield ["pong", { read: (data) => readPong(textOf(data)), seeds: ['{"type":"link/pong","t":12.5}'], refuses: [] }];
}

function* frames(): Generator<[string, Target]> {
  const kinds: bulk.Frame[] = [
    { kind: "piece", time: 123_456, last: true, at: 2 ** 40, data: bytesOf("some bytes of a file") },
    { kind: "ack", delay: 1234, arrived: 2 ** 40, taken: 2 ** 39, ranges: [[1120, 2240]] },
    { kind: "ack", delay: null, arrived: 2 ** 40, taken: 2 ** 39, ranges: [] },
  ];
  const packed = kinds.map((kind) => latin(bulk.pack(kind)));
  yield ["bulk frame", { read: (data) => bulk.parse(bytesOf(data)), seeds: packed, refuses: [bulk.BulkError] }];
  const said = RECORDS.map((one) => latin(transfer.pack(one)));
  yield ["transfer records", { read: (data) => [...transfer.records(bytesOf(data))], seeds: said, refuses: [transfer.RecordError] }];
  yield ["picture frame", { read: (data) => readFrame(bytesOf(data)), seeds: [FRAME], refuses: [WireError] }];
  const assembler = new FrameAssembler();
  const message = (data: Latin): unknown => assembler.add(readMessage(bytesOf(data).buffer));
  yield ["picture message", { read: message, seeds: [MESSAGE + FRAME], refuses: [WireError] }];
}

const MESSAGE: Latin = "\x01\x01\x00\x00\x00\x00\x00\x07";
/** 640 x 480, whole; a copy, a tile and a video part (agent/media/wire.py). */
const FRAME: Latin = [
  "\x02\x80\x01\xe0\x01\x01\x00\x03",
  "\x01\x00\x00\x00\x00\x00\x00\x10\x00\x10\x00\x20\x00\x20",
  "\x02\x00\x00\x08\x00\x08\x00\x10\x00\x10\x00\x00\x00\x04RIFF",
  "\x03\x01\x00\x00\x00\x00\x00\x10\x00\x10\x01\x00\x00\x10\x00\x10\x00\x00\x00\x00\x00\x00\x00\x03abc",
].join("");

async function sealed(): Promise<[string, Target][]> {
  const key = await importSeal(KEY);
  const box = latin(await new Sealer(key).seal(bytesOf('{"type":"end"}')));
  const issuer = new Issuer("678901");
  await issuer.begin(CONTEXT);
  const start = (await Joiner.make("678901", CONTEXT)).start();
  const share = (await issuer.receive(start)).send ?? KEY;
  const joiner = await Joiner.make("678901", CONTEXT);
  const again = (): Joiner => Object.assign(Object.create(Joiner.prototype) as Joiner, joiner);
  const joined = (data: Latin): Promise<unknown> => again().receive(bytesOf(data));
  return [
    ["sealed frame", { read: (data) => new Opener(key).open(bytesOf(data)), seeds: [box], refuses: [SealError] }],
    ["pairing as joiner", { read: joined, seeds: [latin(share)], refuses: [PairingError, CpaceError] }],
  ];
}

const held: Uint8Array[] = [];
let calls = 0;
let taken = false;

/** Parsers that are wrong on purpose: each must be found, or what is said of the others means nothing. */
function* plants(seeds: Seeds): Generator<[string, Target]> {
  const valid = (seeds["chat/say"] ?? []).map(utf8);
  const raises = (data: Latin): unknown => (readWord(textOf(data)) as { text: string }).text.length;
  yield ["plant: raises", { read: raises, seeds: valid, refuses: [] }];
  yield ["plant: holds on", { read: holdOn, seeds: valid, refuses: [] }];
  yield ["plant: takes long", { read: takeLongOnce, seeds: valid, refuses: [] }];
}

function holdOn(): void {
  if (calls++ % 4 === 0 && held.length < 500) held.push(new Uint8Array(2 ** 20).fill(1));
}

function takeLongOnce(): void {
  const until = process.cpuUsage().user + 1.2e6;
  while (!taken && process.cpuUsage().user < until);
  taken = true;
}
