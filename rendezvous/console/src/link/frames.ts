// What the rendezvous says, checked before use: the console's half of agent/protocol/signalling.py.

import type { ProblemKind, Technician } from "./types";

export const MAX_FRAME = 64 * 1024;

export interface Registered {
  readonly type: "registered";
  readonly nameplate: string;
  readonly expires_in: number;
  readonly technician: Technician | null;
}

export interface Paired {
  readonly type: "paired";
  readonly role: "issuer" | "joiner";
  readonly nameplate: string;
  readonly issuer_nonce: string;
  readonly joiner_nonce: string;
  readonly technician: Technician;
  readonly ice_servers: RTCIceServer[];
}

export interface Met {
  readonly type: "met";
  readonly ice_servers: RTCIceServer[];
}

export interface Relay {
  readonly type: "relay";
  readonly body: string;
}

export interface Refused {
  readonly type: "refused";
  readonly reason: "code" | "rate" | "version" | "busy" | "malformed";
  readonly retry_after: number | null;
}

export interface PeerGone {
  readonly type: "peer_gone";
}

export type ServerFrame = Registered | Paired | Met | Relay | Refused | PeerGone;

/** What the sentence is for each of the server's refusals. */
export const REFUSALS: Record<Refused["reason"], ProblemKind> = {
  code: "code",
  rate: "rate",
  version: "version",
  busy: "busy",
  malformed: "version",
};

/** Parse one frame; null when it is none of this wire. */
export function parseServerFrame(text: unknown): ServerFrame | null {
  if (typeof text !== "string" || text.length > MAX_FRAME) return null;
  try {
    return read(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function read(value: unknown): ServerFrame | null {
  const frame = record(value);
  switch (frame["type"]) {
    case "registered":
      return {
        type: "registered",
        nameplate: text(frame["nameplate"], /^[0-9]{5}$/),
        expires_in: number(frame["expires_in"]),
        technician: frame["technician"] ? technician(frame["technician"]) : null,
      };
    case "paired":
      return paired(frame);
    case "met":
      return { type: "met", ice_servers: iceServers(frame) };
    case "relay":
      return { type: "relay", body: text(frame["body"], /^[A-Za-z0-9+/]*={0,2}$/) };
    case "refused": {
      const reason = text(frame["reason"], /^(code|rate|version|busy|malformed)$/) as Refused["reason"];
      return { type: "refused", reason, retry_after: frame["retry_after"] == null ? null : number(frame["retry_after"]) };
    }
    case "peer_gone":
      return { type: "peer_gone" };
    default:
      return null;
  }
}

function paired(frame: Record<string, unknown>): Paired {
  return {
    type: "paired",
    role: text(frame["role"], /^(issuer|joiner)$/) as Paired["role"],
    nameplate: text(frame["nameplate"], /^[0-9]{5}$/),
    issuer_nonce: text(frame["issuer_nonce"], /^[0-9a-f]{32}$/),
    joiner_nonce: text(frame["joiner_nonce"], /^[0-9a-f]{32}$/),
    technician: technician(frame["technician"]),
    ice_servers: iceServers(frame),
  };
}

function iceServers(frame: Record<string, unknown>): RTCIceServer[] {
  const servers = frame["ice_servers"] ?? [];
  if (!Array.isArray(servers) || servers.length > 8) throw new TypeError("ice_servers");
  return servers.map(iceServer);
}

function technician(value: unknown): Technician {
  const { id, name, organisation } = record(value);
  const short = /^.{1,120}$/su;
  return { id: text(id, short), name: text(name, short), organisation: text(organisation, short) };
}

function iceServer(value: unknown): RTCIceServer {
  const { urls, username, credential } = record(value);
  if (!Array.isArray(urls) || urls.length > 8) throw new TypeError("urls");
  const server: RTCIceServer = { urls: urls.map((url) => text(url, /^(stun|turn)s?:/)) };
  if (typeof username === "string") server.username = username;
  if (typeof credential === "string") server.credential = credential;
  return server;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return value as Record<string, unknown>;
}

function text(value: unknown, pattern: RegExp): string {
  if (typeof value !== "string" || !pattern.test(value)) throw new TypeError("not a text of this form");
  return value;
}

function number(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new TypeError("not a number");
  return value;
}
