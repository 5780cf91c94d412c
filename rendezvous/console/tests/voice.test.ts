import { expect, test } from "vitest";
import { fingerprint, SdpError } from "../src/link/sdp";
import { loudness } from "../src/sound_level";
import { parseAgentMessage } from "../src/wire/parse";

test("silence is nothing, full scale is all, and half as loud is nearly as much", () => {
  expect(loudness(new Float32Array(8))).toBe(0);
  expect(loudness(Float32Array.of(0, -1, 0.2))).toBe(1);
  expect(loudness(Float32Array.of(0.5))).toBeCloseTo(0.89, 2);
  expect(loudness(Float32Array.of(0.001))).toBe(0);
});

test("what the agent says of the voice is read field by field", () => {
  const read = (message: object): unknown => parseAgentMessage(JSON.stringify(message));
  const standing = { type: "voice/standing", microphone: "muted", loudspeaker: true };
  expect(read(standing)).toEqual(standing);
  expect(read({ ...standing, microphone: "listening" })).toBeNull();
  expect(read({ type: "voice/ended", end: "not_allowed" })).toEqual({ type: "voice/ended", end: "not_allowed" });
  expect(read({ type: "voice/ended", end: "whatever" })).toBeNull();
  expect(read({ type: "voice/answer", sdp: 1 })).toBeNull();
});

test("a description of the voice's has one audio line and no other", () => {
  const print = Array.from({ length: 32 }, () => "AB").join(":");
  const sdp = `v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=fingerprint:sha-256 ${print}\r\n`;
  expect(fingerprint(sdp, "audio")).toHaveLength(32);
  expect(() => fingerprint(sdp)).toThrow(SdpError);
  expect(() => fingerprint(`${sdp}m=video 9 x 1\r\n`, "audio")).toThrow(SdpError);
});
