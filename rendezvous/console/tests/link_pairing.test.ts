import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Bytes, fromHex, lvCat, toHex, utf8 } from "../src/link/bytes";
import { Exchange, generator } from "../src/link/cpace";
import { BODY, deriveKeys, Issuer, Joiner, MAX_RUNS, type PairingContext, type Step } from "../src/link/pairing";

// Beside the repository. A clone without them skips what needs them; CI never does.
const file = new URL("../../../../shared/vectors/cpace_draft_testvectors.json", import.meta.url);
const excused = !existsSync(file) && !process.env["CI"];
const read = (): unknown => (excused ? { X25519_points: {} } : JSON.parse(readFileSync(file, "utf8")));
const vectors = read() as Record<string, Record<string, string>>;
const v = (name: string): Bytes => fromHex(vectors["G_25519"]![name]!);
const invalidPoints = Object.entries(vectors["X25519_points"]!);

const SECRET = "678901";
const CONTEXT: PairingContext = {
  origin: "https://help.example",
  nameplate: "12345",
  issuerNonce: "00".repeat(16),
  joinerNonce: "11".repeat(16),
  technician: { id: "t1", name: "Camille D.", organisation: "Exemple" },
};

const begun = async (): Promise<Issuer> => {
  const issuer = new Issuer(SECRET);
  await issuer.begin(CONTEXT);
  return issuer;
};
const sent = (step: Step): Bytes => step.send!;
const tagged = (kind: number, content: Bytes): Bytes => Uint8Array.of(kind, ...content);

async function pair(secret = SECRET, context = CONTEXT): Promise<[Step, Step]> {
  const issuer = await begun();
  const joiner = await Joiner.make(secret, context);
  const tagA = sent(await joiner.receive(sent(await issuer.receive(joiner.start()))));
  const last = await issuer.receive(tagA);
  return [await joiner.receive(sent(last)), last];
}

describe.skipIf(excused)("CPace", () => {
  const start = (scalar: string) => Exchange.start(v("PRS"), v("CI"), v("sid"), v(scalar));

  it("has the draft's generator", async () => {
    expect(toHex(await generator(v("PRS"), v("CI"), v("sid")))).toBe(toHex(v("g")));
  });

  it("has the draft's shares and session key", async () => {
    const [a, b] = [await start("ya"), await start("yb")];
    expect([toHex(a.share), toHex(b.share)]).toEqual([toHex(v("Ya")), toHex(v("Yb"))]);
    const left = await a.agreeAsInitiator(v("Yb"), v("ADa"), v("ADb"));
    const right = await b.agreeAsResponder(v("Ya"), v("ADa"), v("ADb"));
    expect(left).toEqual(right);
    expect(toHex(left.isk)).toBe(toHex(v("ISK_IR")));
  });

  it.each(invalidPoints)("refuses the draft's %s", async (_, point) => {
    await expect((await start("ya")).agreeAsInitiator(fromHex(point))).rejects.toMatchObject({ fault: "bad_point" });
  });

  it("refuses its own share", async () => {
    const side = await start("ya");
    await expect(side.agreeAsResponder(side.share)).rejects.toMatchObject({ fault: "reflected" });
  });

  it("writes lengths in LEB128", () => {
    expect(toHex(lvCat(new Uint8Array(300))).slice(0, 4)).toBe("ac02");
  });
});

describe("the pairing", () => {
  it("gives both sides the same four keys", async () => {
    const [joiner, issuer] = await pair();
    expect(joiner.keys).toEqual(issuer.keys);
    expect(new Set(Object.values(joiner.keys!).map((key: Bytes) => toHex(key))).size).toBe(4);
  });

  it("gives the keys that Python derives", async () => {
    // tests/protocol/test_pairing.py has the same figures
    const keys = await deriveKeys(new Uint8Array(64), new Uint8Array(32));
    expect(toHex(keys.joinerSeals)).toBe("92e5f8c8bc4f5bee14e63fa5ea6a8c50c5efadd19b7f0fef8a248f5c5457fda1");
  });

  it("refuses a wrong secret and burns the code", async () => {
    await expect(pair("678902")).rejects.toMatchObject({ fault: "wrong_tag" });
  });

  it.each([
    { origin: "https://help.example:8443" },
    { nameplate: "12346" },
    { issuerNonce: "11".repeat(16) },
    { joinerNonce: "00".repeat(16) },
    { technician: { ...CONTEXT.technician, id: "t2" } },
    { technician: { ...CONTEXT.technician, name: "Camille E." } },
    { technician: { ...CONTEXT.technician, organisation: "Exemples" } },
  ])("fails where the two were told differently: %j", async (otherwise) => {
    await expect(pair(SECRET, { ...CONTEXT, ...otherwise })).rejects.toMatchObject({ fault: "wrong_tag" });
  });

  it("works once", async () => {
    const issuer = await begun();
    const joiner = await Joiner.make(SECRET, CONTEXT);
    const share = sent(await issuer.receive(joiner.start()));
    expect((await issuer.receive(sent(await joiner.receive(share)))).keys).toBeDefined();
    await expect(issuer.begin(CONTEXT)).rejects.toMatchObject({ fault: "burned" });
  });

  it.each([
    ["a bad tag", tagged(BODY.tagA, new Uint8Array(64)), "wrong_tag"],
    ["a share out of turn", tagged(BODY.shareA, new Uint8Array(32).fill(9)), "malformed"],
    ["a cut tag", tagged(BODY.tagA, new Uint8Array(63)), "malformed"],
    ["nothing", new Uint8Array(), "malformed"],
  ])("burns the code at %s", async (_, message, fault) => {
    const issuer = await begun();
    await issuer.receive((await Joiner.make(SECRET, CONTEXT)).start());
    await expect(issuer.receive(message)).rejects.toMatchObject({ fault });
    expect(issuer.burned).toBe(true);
  });

  it.skipIf(excused).each(invalidPoints)("burns the code at the draft's %s", async (_, point) => {
    const issuer = await begun();
    await expect(issuer.receive(tagged(BODY.shareA, fromHex(point)))).rejects.toMatchObject({ fault: "bad_point" });
    expect(issuer.burned).toBe(true);
  });

  it("burns the code after three unfinished runs", async () => {
    const issuer = new Issuer(SECRET);
    for (let run = 0; run < MAX_RUNS; run++) await issuer.begin(CONTEXT);
    await expect(issuer.begin(CONTEXT)).rejects.toMatchObject({ fault: "burned" });
  });

  it("refuses its own share and its own tag sent back", async () => {
    const first = await Joiner.make(SECRET, CONTEXT);
    const reflected = tagged(BODY.shareB, first.start().slice(1));
    await expect(first.receive(reflected)).rejects.toMatchObject({ fault: "reflected" });
    const joiner = await Joiner.make(SECRET, CONTEXT);
    const tagA = sent(await joiner.receive(sent(await (await begun()).receive(joiner.start()))));
    await expect(joiner.receive(tagged(BODY.tagB, tagA.slice(1)))).rejects.toMatchObject({ fault: "reflected" });
  });

  it("is dead after a wrong message", async () => {
    const joiner = await Joiner.make(SECRET, CONTEXT);
    const share = sent(await (await begun()).receive(joiner.start()));
    await expect(joiner.receive(utf8("x"))).rejects.toMatchObject({ fault: "malformed" });
    await expect(joiner.receive(share)).rejects.toMatchObject({ fault: "malformed" });
  });
});
