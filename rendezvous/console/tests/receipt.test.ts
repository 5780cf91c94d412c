import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../src/link/bytes";
import { type Receipt, ReceiptKeeper, textOf } from "../src/receipt/keeper";
import type { JournalHead } from "../src/wire/messages";

const SESSION = "0123456789abcdef0123456789abcdef";

/** An agent that signs heads under one key. */
async function agent(session = SESSION) {
  const pair = (await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"])) as CryptoKeyPair;
  const public_key = toHex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
  return async (keeper: ReceiptKeeper, count: number, final = false, head = "ab".repeat(32)): Promise<JournalHead> => {
    const receipt = {
      session, count, head, final, agent_key: public_key, console_key: keeper.publicKey,
      agent_signature: "", console_signature: "",
    } satisfies Receipt;
    const signature = toHex(new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, textOf(receipt, "agent"))));
    return { type: "journal/head", session, count, head, final, public_key, signature };
  };
}

async function keeper(): Promise<ReceiptKeeper> {
  const made = await ReceiptKeeper.make();
  if (!made) throw new Error("no Ed25519 here");
  return made;
}

describe("the technician's receipts", () => {
  test("what the agent signed is countersigned and kept", async () => {
    const [ours, sign] = [await keeper(), await agent()];
    const signed = await ours.countersign(await sign(ours, 7));
    const receipt = ours.newest;
    if (!signed || !receipt) throw new Error("not signed");
    expect([signed.count, signed.final, receipt.count]).toEqual([7, false, 7]);
    const key = await crypto.subtle.importKey("raw", fromHex(ours.publicKey), "Ed25519", false, ["verify"]);
    expect(await crypto.subtle.verify("Ed25519", key, fromHex(signed.signature), textOf(receipt, "console"))).toBe(true);
    expect(JSON.parse(ours.file())).toEqual({ format: "handrail-receipt/1", receipts: [receipt] });
  });

  test("a wrong signature of the agent's is not countersigned", async () => {
    const [ours, sign] = [await keeper(), await agent()];
    const head = await sign(ours, 7);
    expect(await ours.countersign({ ...head, count: 8 })).toBeNull();
    expect(await ours.countersign({ ...head, final: true })).toBeNull();
    expect(await ours.countersign({ ...head, public_key: "00".repeat(32) })).toBeNull();
    expect(ours.newest).toBeNull();
  });

  test("a journal only grows, under one key, until its end", async () => {
    const [ours, sign, other] = [await keeper(), await agent(), await agent()];
    expect(await ours.countersign(await sign(ours, 5))).not.toBeNull();
    expect(await ours.countersign(await sign(ours, 4))).toBeNull();
    expect(await ours.countersign(await sign(ours, 5, false, "cd".repeat(32)))).toBeNull();
    expect(await ours.countersign(await other(ours, 6))).toBeNull();
    expect(await ours.countersign(await sign(ours, 5, true))).not.toBeNull();
    expect(await ours.countersign(await sign(ours, 9))).toBeNull();
    expect(ours.newest?.final).toBe(true);
  });

  test("the key cannot leave the browser, and each session has its own", async () => {
    const [one, other] = [await keeper(), await keeper()];
    expect(one.publicKey).not.toBe(other.publicKey);
    expect(JSON.stringify(one)).not.toContain("private");
  });
});
