import { expect, test } from "vitest";
import { Flow, MOST_UNTAKEN } from "../src/link/bulk_flow";
import { BulkError, type Frame, MOST_CHUNK, MOST_PIECE, pack, parse } from "../src/link/bulk_wire";
import { type Bytes, fromHex, toHex } from "../src/link/bytes";

/** Two ends over a line without loss, 10 ms long, in virtual time. */
class Pair {
  now = 5;
  readonly ends = [new Flow(), new Flow()] as const;
  readonly chunks: [Bytes[], Bytes[]] = [[], []];
  readonly aborts = [0, 0];
  taking = true;
  private underWay: { at: number; to: 0 | 1; frame: Frame }[] = [];

  run(seconds: number): void {
    const until = this.now + seconds;
    while (this.now < until) {
      this.now += 0.001;
      for (const to of [0, 1] as const) {
        for (const frame of this.ends[to === 0 ? 1 : 0].frames(this.now)) {
          this.underWay.push({ at: this.now + 0.01, to, frame: parse(pack(frame)) });
        }
      }
      const due = this.underWay.filter(({ at }) => at <= this.now);
      this.underWay = this.underWay.filter(({ at }) => at > this.now);
      for (const { to, frame } of due) this.hear(to, frame);
    }
  }

  private hear(to: 0 | 1, frame: Frame): void {
    const event = this.ends[to].receive(frame, this.now);
    if (event === "abort") {
      this.aborts[to]! += 1;
    } else if (event) {
      this.chunks[to].push(event);
      if (this.taking) this.ends[to].took(event.length, this.now);
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
  for (let n = 0; n < 12; n++) pair.ends[0].put(chunk(MOST_CHUNK, n));
  pair.run(10);
  const got = pair.chunks[1].length * MOST_CHUNK;
  expect(got).toBeLessThanOrEqual(MOST_UNTAKEN);
  expect(got).toBeGreaterThanOrEqual(MOST_UNTAKEN - MOST_CHUNK);
  pair.ends[1].took(got, pair.now);
  pair.run(10);
  expect(pair.chunks[1].length).toBe(12);
});

test("what was under way before an abort is not handed on, and what comes after is", () => {
  const pair = new Pair();
  for (const end of pair.ends) for (let n = 0; n < 4; n++) end.put(chunk(MOST_CHUNK, n));
  pair.run(0.02);
  pair.ends[0].abort();
  pair.ends[0].put(chunk(5, 1));
  const before = pair.chunks[0].length;
  pair.run(1);
  expect(pair.aborts).toEqual([0, 1]);
  expect(pair.chunks[0].length).toBe(before);
  expect(pair.chunks[1].at(-1)).toEqual(chunk(5, 1));
  pair.ends[1].put(chunk(6, 2));
  pair.run(1);
  expect(pair.chunks[0].at(-1)).toEqual(chunk(6, 2));
});

test("more than there is room for, or an acknowledgement of what was never sent, is an error", () => {
  const piece: Frame = { kind: "piece", time: 0, last: true, data: chunk(MOST_PIECE, 0) };
  const flow = new Flow();
  expect(() => {
    for (let n = 0; n < 40; n++) flow.receive(piece, 1);
  }).toThrow(BulkError);
  expect(() => new Flow().receive({ kind: "ack", delay: 0, arrived: 1, taken: 0 }, 1)).toThrow(BulkError);
});

test("the bytes are those of the page", () => {
  expect(toHex(pack({ kind: "piece", time: 0x01020304, last: true, data: chunk(2, 97).map((_, n) => 97 + n) }))).toBe("01010000010203046162");
  expect(toHex(pack({ kind: "ack", delay: 5, arrived: 6, taken: 7 }))).toBe("02000000" + "00000005" + "0000000000000006" + "0000000000000007");
  expect(toHex(pack({ kind: "abort" })) + toHex(pack({ kind: "aborted" }))).toBe("0300000004000000");
  for (const wrong of ["", "0100000000000000", "010200000000000061", "0200", "03", "0500000000", "02000000000000050000000000000006ffffffffffffffff"]) {
    expect(() => parse(fromHex(wrong)), wrong).toThrow(BulkError);
  }
});
