/** Alters inputs at random, by bytes and by the tokens of a text: the twin of scripts/rigs/fuzz/mutate.py. */

type Bytes = Uint8Array<ArrayBuffer>;

/** One byte a character, so that bytes and texts are altered alike. */
export type Latin = string;

const TOKENS = /"(?:[^"\\]|\\[^])*"|[[\]{}:,\n ]|[^[\]{}:,\n "]+|"/g;
const LONG_ONE_IN = 400;

const utf8 = (text: string): Latin => Buffer.from(text, "utf8").toString("latin1");

const WORST_SHORT: readonly Latin[] = [
  ...["0", "-1", "-0", "255", "65536", "2147483648", "18446744073709551616", "0.1", "1e999", "-1e-999", "NaN", "-Infinity"],
  ...["true", "null", "[]", "{}", '""', "[[]]", '{"":0}', "\xff", "\xed\xa0\x80", '"\\ud800"', '"\\u0000"'],
  ...['"\\u202e\\u2066"', '"__proto__"', '"constructor"', '"toString"', '"type"', '"type":', "{", "}", "[", "]", ",", ":"],
  ...['"', "\\", "\n", "\r\n", " ", "\x00", "\xef\xbb\xbf", utf8("\u202e"), utf8("\u{1f600}"), "=", "\t", "%s", "</script>"],
];
const WORST_LONG: readonly Latin[] = [
  ...["9".repeat(5000), `"${"a".repeat(70_000)}"`, "[".repeat(20_000), '{"a":'.repeat(20_000), "-".repeat(3000)],
  ...["\n".repeat(5000), '["",'.repeat(5000), "[".repeat(1500) + "]".repeat(1500), "a=".repeat(9000), "\xff".repeat(70_000)],
];

/** The same numbers from the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Mutator {
  private readonly roll: () => number;
  private readonly tokens: Latin[][];

  constructor(
    private readonly seeds: readonly Latin[],
    number: number,
  ) {
    this.roll = dice(number);
    this.tokens = seeds.map((seed) => seed.match(TOKENS) ?? [""]);
  }

  /** Alter one of the seeds, once to four times. */
  next(): Latin {
    const which = this.below(this.seeds.length);
    const byToken = this.roll() < 0.6;
    let data = byToken ? this.byToken(which) : (this.seeds[which] ?? "");
    for (let times = byToken ? this.below(4) : 1 + this.below(3); times > 0; times--) data = this.byByte(data);
    return data;
  }

  /** Replace, drop, double, move or take from elsewhere one to three tokens. */
  private byToken(which: number): Latin {
    const tokens = [...(this.tokens[which] ?? [])];
    for (let times = 1 + this.below(3); times > 0; times--) {
      const [at, way] = [this.below(tokens.length), this.roll()];
      if (way < 0.5) tokens[at] = this.worst();
      else if (way < 0.65) tokens[at] = "";
      else if (way < 0.75) tokens.splice(at, 0, this.oneOf(tokens));
      else if (way < 0.85) {
        const other = this.below(tokens.length);
        [tokens[at], tokens[other]] = [tokens[other] ?? "", tokens[at] ?? ""];
      } else tokens[at] = this.oneOf(this.oneOf(this.tokens));
    }
    return tokens.join("");
  }

  /** Set, drop, double or insert bytes, cut, or join with another seed. */
  private byByte(data: Latin): Latin {
    const [at, way] = [this.below(data.length + 1), this.roll()];
    const [before, after] = [data.slice(0, at), data.slice(at + 1)];
    if (way < 0.3 && at < data.length) {
      return before + String.fromCharCode(data.charCodeAt(at) ^ (1 << this.below(8))) + after;
    }
    if (way < 0.45) return before + String.fromCharCode(this.below(256)) + after;
    if (way < 0.6) return before + data.slice(at + 1 + this.below(8));
    if (way < 0.7) return before + data.slice(at, at + 8) + data.slice(at);
    if (way < 0.8) return before + this.worst() + data.slice(at);
    if (way < 0.9) return before;
    const other = this.oneOf(this.seeds);
    return before + other.slice(this.below(other.length + 1));
  }

  private worst(): Latin {
    return this.oneOf(this.roll() * LONG_ONE_IN < 1 ? WORST_LONG : WORST_SHORT);
  }

  private oneOf<T>(many: readonly T[]): T {
    return many[this.below(many.length)] as T;
  }

  private below(most: number): number {
    return Math.floor(this.roll() * most);
  }
}

export function bytesOf(data: Latin): Bytes {
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) bytes[i] = data.charCodeAt(i);
  return bytes;
}

const decoder = new TextDecoder("utf-8");

/** Decode as a WebSocket's or a data channel's text comes: always valid. */
export function textOf(data: Latin): string {
  return decoder.decode(bytesOf(data));
}
