import { describe, expect, it } from "vitest";
import { type Bytes, toHex } from "../src/link/bytes";
import { parseServerFrame } from "../src/link/frames";
import { Resume, ResumeError } from "../src/link/resume";

const KEY: Bytes = new Uint8Array(32);
const CONSOLE: Bytes = new Uint8Array(16);
const AGENT: Bytes = new Uint8Array(16).fill(1);

describe("what a lost line is taken up by", () => {
  it("is what the agent derives (docs/protocol.md)", async () => {
    const resume = await Resume.from(KEY);
    expect(await resume.tag()).toBe("8cf150744b3e05b81c87e0d9568d25300910583a981fb60a69261099d4e15a2b");
    const keys = await resume.keys(CONSOLE, AGENT);
    expect(toHex(keys.bind)).toBe("a91fe18b9c6697373838a52e584793f387db6e0888aaedcbf367ed42f61cc31b");
    expect(toHex(keys.consoleSeals)).toBe("fc7bc5e928fca6ef7d4bfc347dd4870fb3b9daf38be47a8c641d8d9ef101ff00");
    expect(toHex(keys.agentSeals)).toBe("d0b58f025d01a7ac54ac2ab6f78073e6c6ba274331ed6dab37939edc880393d0");
  });

  it("differs with either nonce", async () => {
    const resume = await Resume.from(KEY);
    const seals = [await resume.keys(CONSOLE, AGENT), await resume.keys(AGENT, CONSOLE), await resume.keys(AGENT, AGENT)];
    expect(new Set(seals.map((keys) => toHex(keys.consoleSeals))).size).toBe(3);
  });

  it("gives nothing once erased", async () => {
    const resume = await Resume.from(KEY);
    resume.erase();
    expect(resume.erased).toBe(true);
    await expect(resume.tag()).rejects.toBeInstanceOf(ResumeError);
    await expect(resume.keys(CONSOLE, AGENT)).rejects.toBeInstanceOf(ResumeError);
  });
});

describe("the server's word that the two have met", () => {
  it("is read with its bounds", () => {
    expect(parseServerFrame('{"type":"met"}')).toEqual({ type: "met", ice_servers: [] });
    expect(parseServerFrame('{"type":"met","ice_servers":[{"urls":["stun:stun.example"]}]}')).toMatchObject({ type: "met" });
    expect(parseServerFrame('{"type":"met","ice_servers":[{"urls":["http://example"]}]}')).toBeNull();
    expect(parseServerFrame(`{"type":"met","ice_servers":${JSON.stringify(Array(9).fill({ urls: [] }))}}`)).toBeNull();
  });
});
