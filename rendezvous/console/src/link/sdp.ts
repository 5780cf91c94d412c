// What a session description may hold, judged before the browser reads it; and the proof that binds it to the pairing.
// Twin of agent/protocol/sdp.py.

import { type Bytes, fromHex, hmac, lvCat, utf8 } from "./bytes";

const MAX_SDP = 16 * 1024;
/** The kinds of the link's m-lines, in order, all of them. */
const MEDIA = "application";
const FINGERPRINT = /^a=fingerprint:sha-256 ((?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2})$/;

export class SdpError extends Error {}

/** Check `sdp` against the rule and give its one fingerprint, 32 bytes; throw SdpError where it breaks the rule. */
export function fingerprint(sdp: string, media = MEDIA): Bytes {
  if (sdp.length > MAX_SDP) throw new SdpError("the description is too long");
  const lines = sdp.replace(/\r?\n$/, "").replaceAll("\r\n", "\n").split("\n");
  if (!lines.every((line) => /^[a-z]=[\x20-\x7e]*$/.test(line))) throw new SdpError("a line is no line");
  const kinds = lines.filter((line) => line.startsWith("m=")).map((line) => line.slice(2).split(" ")[0]);
  if (kinds.join(" ") !== media) throw new SdpError("the description has other media than agreed");
  const found = lines.filter((line) => line.toLowerCase().includes("fingerprint"));
  const match = found.length === 1 ? FINGERPRINT.exec(found[0]!) : null;
  if (match === null) throw new SdpError("the description must hold exactly one fingerprint, sha-256");
  return fromHex(match[1]!.replaceAll(":", ""));
}

/** Prove, as `role`, which two certificates this side sees. */
export function bindProof(key: Bytes, role: "console" | "agent", console: Bytes, agent: Bytes): Promise<Bytes> {
  return hmac("SHA-256", key, lvCat(utf8("handrail-bind/1"), utf8(role), console, agent));
}
