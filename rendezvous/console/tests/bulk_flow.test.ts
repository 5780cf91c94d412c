import { expect, test } from "vitest";
import { Flow, MOST_UNTAKEN } from "../src/link/bulk_flow";
import { BulkError, type Frame, MOST_CHUNK, MOST_PIECE, pack, parse } from "../src/link/bulk_wire";
import { type Bytes, fromHex, toHex } from "../src/link/bytes";

/** Two ends over a line 10 ms long that loses every `loses`th frame, in virtual time. */
class Pair {
  now = 5;
  readonly ends = [new Flow(), new Flow()] as const;
  readonly chunks: [Bytes[], Bytes[]] = [[], []];
  taking = true;
  loses = 0;
  private frames = 0;
  private underWay: { at: number; to: 0 | 1; frame: Frame }[] = [];

  run(seconds: number): void {
    const until = this.now + seconds;
    while (this.now < until) {
      this.now += 0.001;
      for (const to of [0, 1] as const) {
        for (const frame of this.ends[to === 0 ? 1 : 0].frames(this.now)) {
          this.frames += 1;
          if (this.loses > 0 && this.frames % this.loses === 0) continue;
          this.underWay.push({ at: this.now + 0.01, to, frame: parse(pack(frame)) });
        }
      }
      const due = this.underWay.filter(({ at }) => at <= this.now);
      this.underWay = this.underWay.filter(({ at }) => at > this.now);
      for (const { to, frame } of due) this.hear(to, frame);
    }
  }

  private hear(to: 0 | 1, frame: Frame): void {
    for (const whole of this.ends[to].receive(frame, this.now)) {
      this.chunks[to].push(whole);
      if (this.taking) this.ends[to].took(whole.length, this.now);
    }
  }
}

function chunk(size: number, seed: number): Bytes {
  return Uint8Array.from({ length: size }, (_, at) => (at * 7 + seed) % 256);
}

test("chunks come whole and in order, both ways at once", () => {
  const pair = new Pair();
  const chunks = [1, 1000, 1024, MOST_PIECE, MOST_PIECE + 1, MOST_CHUNK].map(chunk);
  for (const end of pair.ends) chunks.forEach((each) => end.put(each));
  pair.run(5);
  expect(pair.chunks[0]).toEqual(chunks);
  expect(pair.chunks[1]).toEqual(chunks);
});

test("who takes nothing is sent no more than there is room for, and the rest once it takes", () => {
  const pair = new Pair();
  pair.taking = false;
  for (let n = 0; n < 20; n++) pair.ends[0].put(chunk(MOST_CHUNK, n));
  pair.run(10);
  const got = pair.chunks[1].length * MOST_CHUNK;
  expect(got).toBeLessThanOrEqual(MOST_UNTAKEN);
  expect(got).toBeGreaterThanOrEqual(MOST_UNTAKEN - MOST_CHUNK);
  pair.ends[1].took(got, pair.now);
  pair.run(10);
  expect(pair.chunks[1].length).toBe(20);
});

test("what is lost is sent again, and comes in order", () => {
  const pair = new Pair();
  pair.loses = 20;
  const chunks = Array.from({ length: 6 }, (_, n) => chunk(MOST_CHUNK - n, n));
  for (const end of pair.ends) chunks.forEach((each) => end.put(each));
  pair.run(12);
  expect(pair.chunks[0]).toEqual(chunks);
  expect(pair.chunks[1]).toEqual(chunks);
});

test("more than there is room for, or an acknowledgement of what was never sent, is an error", () => {
  const flow = new Flow();
  expect(() => {
    for (let n = 0; n < 80; n++) flow.receive({ kind: "piece", time: 0, last: true, at: n * MOST_PIECE, data: chunk(MOST_PIECE, 0) }, 1);
  }).toThrow(BulkError);
  expect(() => new Flow().receive({ kind: "ack", delay: 0, arrived: 1, taken: 0, ranges: [] }, 1)).toThrow(BulkError);
});

test("the bytes are those of the page", () => {
  const piece: Frame = { kind: "piece", time: 0x01020304, last: true, at: 5, data: fromHex("6162") };
  expect(toHex(pack(piece))).toBe("01010000" + "01020304" + "0000000000000005" + "6162");
  const ack: Frame = { kind: "ack", delay: 5, arrived: 6, taken: 7, ranges: [[1, 2]] };
  expect(toHex(pack(ack))).toBe("02010000" + "00000005" + "0000000000000006" + "0000000000000007" + "00000001" + "00000002");
  expect(parse(pack(piece))).toEqual(piece);
  expect(parse(pack(ack))).toEqual(ack);
  const head = "02000000" + "00000000" + "0000000000000006";
  for (const wrong of ["", "01" + "00".repeat(15), "0102" + "00".repeat(15), "0200", "03", `${head}ffffffffffffffff`, `${head}0000000000000007` + "00".repeat(8)]) {
    expect(() => parse(fromHex(wrong)), wrong).toThrow(BulkError);
  }
});
