import { describe, expect, it } from "vitest";
import { toHex, utf8 } from "../src/link/bytes";
import { parseServerFrame } from "../src/link/frames";
import { bindProof, fingerprint, SdpError } from "../src/link/sdp";

const HASH = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, "0").toUpperCase()).join(":");
const LINE = `a=fingerprint:sha-256 ${HASH}`;
const SDP = ["v=0", "s=-", "t=0 0", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", LINE, "a=mid:0", ""].join("\r\n");

describe("the rule for descriptions", () => {
  it("gives the one fingerprint", () => expect(fingerprint(SDP)).toEqual(Uint8Array.from({ length: 32 }, (_, i) => i)));

  it.each([
    ["no fingerprint", `${LINE}\r\n`, ""],
    ["the same twice", LINE, `${LINE}\r\n${LINE}`],
    ["one for the session", "t=0 0", `t=0 0\r\n${LINE}`],
    ["one in capitals", LINE, `${LINE}\r\na=FINGERPRINT:sha-256 ${HASH}`],
    ["another hash", "sha-256", "sha-1"],
    ["a stronger hash beside", LINE, `${LINE}\r\na=fingerprint:sha-512 00`],
    ["a short one", ":1F", ""],
    ["one hidden behind a line separator", LINE, `${LINE}\u2028${LINE}`],
    ["a bare carriage return", "t=0 0", "t=0 0\rm=audio 9 X 0"],
    ["sound", "a=mid:0", "a=mid:0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0"],
    ["two data sections", "a=mid:0", "a=mid:0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel"],
    ["no section", "m=application", "a=application"],
    ["too much", "t=0 0", `t=${"0".repeat(16 * 1024)}`],
  ])("refuses %s", (_, old, altered) => {
    expect(SDP).toContain(old);
    expect(() => fingerprint(SDP.replace(old, altered))).toThrow(SdpError);
  });
});

describe("the proof", () => {
  it("is the one Python makes", async () => {
    // tests/protocol/test_sdp.py has the same figure
    const proof = await bindProof(utf8("key"), "agent", new Uint8Array(32), new Uint8Array(32).fill(1));
    expect(toHex(proof)).toBe("dd6d177ea08d3bff593f3bd7e4cb4819f2106d911e46a88e2751c69254184fee");
  });
});

describe("a frame of the server's", () => {
  const technician = { id: "t1", name: "Camille D.", organisation: "Exemple" };
  const paired = {
    type: "paired",
    role: "joiner",
    nameplate: "12345",
    issuer_nonce: "00".repeat(16),
    joiner_nonce: "11".repeat(16),
    technician,
    ice_servers: [{ urls: ["stun:stun.example:3478"] }],
  };

  it("is read when it is one", () => {
    expect(parseServerFrame(JSON.stringify(paired))).toEqual(paired);
    expect(parseServerFrame('{"type":"peer_gone"}')).toEqual({ type: "peer_gone" });
    expect(parseServerFrame('{"type":"refused","reason":"rate","retry_after":9}')).toMatchObject({ retry_after: 9 });
    expect(parseServerFrame('{"type":"refused","reason":"code"}')).toMatchObject({ retry_after: null });
  });

  it.each([
    ["no text", new ArrayBuffer(2)],
    ["no JSON", "{"],
    ["no object", "[]"],
    ["null", "null"],
    ["an unknown type", '{"type":"offer"}'],
    ["a body that is not base64", '{"type":"relay","body":"<>"}'],
    ["a nameplate in letters", '{"type":"registered","nameplate":"1234a","expires_in":1}'],
    ["a short nonce", JSON.stringify({ ...paired, issuer_nonce: "00" })],
    ["no technician", JSON.stringify({ ...paired, technician: undefined })],
    ["a name too long", JSON.stringify({ ...paired, technician: { ...technician, name: "x".repeat(121) } })],
    ["an ICE server elsewhere", JSON.stringify({ ...paired, ice_servers: [{ urls: ["https://x"] }] })],
    ["too many ICE servers", JSON.stringify({ ...paired, ice_servers: Array(9).fill({ urls: [] }) })],
    ["too much", JSON.stringify({ type: "relay", body: "A".repeat(65_536) })],
  ])("is none with %s", (_, text) => expect(parseServerFrame(text)).toBeNull());
});
