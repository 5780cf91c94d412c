import { describe, expect, it } from "vitest";
import { type Bytes, toHex, utf8 } from "../src/link/bytes";
import { importSeal, Opener, Sealer, SealError } from "../src/link/sealed";

const KEY = await importSeal(new Uint8Array(32));
const OTHER = await importSeal(new Uint8Array(32).fill(1));

async function boxes(count: number): Promise<Bytes[]> {
  const sealer = new Sealer(KEY);
  return Promise.all(Array.from({ length: count }, (_, i) => sealer.seal(utf8(`frame ${i}`))));
}

describe("sealed frames", () => {
  it("open in the order they were sealed", async () => {
    const opener = new Opener(KEY);
    for (const [i, box] of (await boxes(3)).entries()) {
      expect(new TextDecoder().decode(await opener.open(box))).toBe(`frame ${i}`);
    }
  });

  it("are what Python seals", async () => {
    // tests/protocol/test_sealed.py has the same figure
    expect(toHex((await boxes(2))[1]!)).toBe("4fb3454f915656dfe5e2e8802040e536aab305959b8273");
  });

  it.each([
    ["replayed", [0], 0],
    ["reordered", [], 1],
    ["dropped", [0], 2],
  ])("do not open when %s", async (_, good, bad) => {
    const [sealed, opener] = [await boxes(3), new Opener(KEY)];
    for (const number of good) await opener.open(sealed[number]!);
    await expect(opener.open(sealed[bad]!)).rejects.toBeInstanceOf(SealError);
  });

  it("do not open when sent back to their maker", async () => {
    await expect(new Opener(OTHER).open((await boxes(1))[0]!)).rejects.toBeInstanceOf(SealError);
  });

  it("do not open with any bit flipped", async () => {
    const box = (await boxes(1))[0]!;
    for (let i = 0; i < box.length; i++) {
      const altered = box.with(i, box[i]! ^ 1) as Bytes;
      await expect(new Opener(KEY).open(altered)).rejects.toBeInstanceOf(SealError);
    }
  });

  it("do not open after one that did not", async () => {
    const opener = new Opener(KEY);
    await expect(opener.open(new Uint8Array())).rejects.toBeInstanceOf(SealError);
    await expect(opener.open((await boxes(1))[0]!)).rejects.toBeInstanceOf(SealError);
  });
});
