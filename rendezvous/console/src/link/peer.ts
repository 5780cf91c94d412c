// The peer connection: offers once, opens the agreed channels and no other, and proves the binding.
// Nothing of the agent's is handed on before its proof. Twin of agent/transport/peer.py.

import { type Bytes, digest, fromHex, same, toHex } from "./bytes";
import { bindProof, fingerprint } from "./sdp";
import { LinkFailure } from "./signalling";
import type { LinkStats, ProblemKind } from "./types";
import { readWord } from "./words";

const CHANNELS = { control: 0, input: 2, picture: 4, pointer: 6 } as const;
export type Label = keyof typeof CHANNELS;

const MAX_RECEIVED = 256 * 1024;

/** What the negotiation says inside sealed frames. */
export type Negotiation =
  | { readonly type: "offer"; readonly sdp: string }
  | { readonly type: "candidate"; readonly candidate: string }
  | { readonly type: "end" };

export interface PeerEvents {
  /** Seal this and relay it. */
  say(negotiation: Negotiation): void;
  /** The agent's proof is right; ours is said, and `link/ready` follows. */
  proved(): void;
  opened(): void;
  received(label: Label, data: string | ArrayBuffer): void;
  failed(failure: LinkFailure): void;
}

export class Peer {
  private readonly connection: RTCPeerConnection;
  private readonly channels: Record<Label, RTCDataChannel>;
  private console: Bytes | null = null;
  private agent: Bytes | null = null;
  private proved = false;
  private isOpen = false;
  private ended = false;
  /** Checks are asynchronous: everything that comes meanwhile waits its turn. */
  private turn: Promise<void> = Promise.resolve();

  constructor(
    readonly iceServers: RTCIceServer[],
    private readonly bindKey: Bytes,
    private events: PeerEvents,
  ) {
    this.connection = new RTCPeerConnection({ iceServers });
    this.channels = {
      control: this.make("control"),
      input: this.make("input"),
      picture: this.make("picture"),
      pointer: this.make("pointer"),
    };
    this.channels.control.onopen = () => this.inTurn(() => this.sayProof());
    this.connection.ondatachannel = () => this.fail("tampered", "a channel that was not agreed");
    this.connection.ontrack = () => this.fail("tampered", "a track that was not agreed");
    this.connection.onicecandidate = ({ candidate }) => this.sayCandidate(candidate);
    this.connection.onconnectionstatechange = () => this.checkState();
  }

  /** Tell somebody else from now on. */
  handTo(events: PeerEvents): void {
    this.events = events;
  }

  /** Take and tell nothing more, and say nothing; unlike `close`, without a goodbye. */
  leave(): void {
    this.ended = true;
  }

  /** Make the one offer and say it. */
  async offer(): Promise<void> {
    await this.connection.setLocalDescription();
    const sdp = this.connection.localDescription?.sdp ?? "";
    this.console = fingerprint(sdp);
    if (!this.ended) this.events.say({ type: "offer", sdp });
  }

  /** Take the agent's answer; throw SdpError or LinkFailure when it breaks the rule or comes twice. */
  async answered(sdp: string): Promise<void> {
    if (this.agent !== null || this.console === null) throw new LinkFailure("tampered", "a second answer");
    this.agent = fingerprint(sdp);
    try {
      await this.connection.setRemoteDescription({ type: "answer", sdp });
    } catch {
      throw new LinkFailure("tampered", "the answer cannot be used");
    }
  }

  send(label: Label, text: string): void {
    const channel = this.channels[label];
    if (this.isOpen && !this.ended && channel.readyState === "open") channel.send(text);
  }

  buffered(label: Label): number {
    return this.channels[label].bufferedAmount;
  }

  async stats(): Promise<Omit<LinkStats, "roundTripMs">> {
    const reports = [...(await this.connection.getStats()).values()] as Record<string, unknown>[];
    const of = (type: string, id?: unknown) => reports.find((r) => r["type"] === type && (!id || r["id"] === id));
    const transport = of("transport");
    const pair = of("candidate-pair", transport?.["selectedCandidatePairId"]);
    const kind = pair && of("local-candidate", pair["localCandidateId"])?.["candidateType"];
    const bytes = (name: string) => Number(transport?.[name] ?? pair?.[name] ?? 0);
    const relayed = kind === undefined ? null : kind === "relay";
    return { bytesReceived: bytes("bytesReceived"), bytesSent: bytes("bytesSent"), relayed };
  }

  /** End at once. */
  close(): void {
    this.ended = true;
    this.connection.close();
  }

  private make(label: Label): RTCDataChannel {
    const channel = this.connection.createDataChannel(label, { negotiated: true, id: CHANNELS[label] });
    channel.binaryType = "arraybuffer";
    channel.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => this.take(label, data);
    channel.onclose = () => this.fail("peer_gone", `the channel ${label} was closed`);
    return channel;
  }

  private async sayProof(): Promise<void> {
    const proof = await this.prove("console");
    await this.checkCertificate();
    if (!this.ended) this.channels.control.send(JSON.stringify({ type: "link/bind", proof: toHex(proof) }));
  }

  /** The browser checked it already; this is our own look at what it connected to. */
  private async checkCertificate(): Promise<void> {
    const [certificate] = this.connection.sctp?.transport.getRemoteCertificates() ?? [];
    if (!certificate || !this.agent || !same(await digest("SHA-256", new Uint8Array(certificate)), this.agent)) {
      throw new LinkFailure("tampered", "the certificate is not that of the description");
    }
  }

  private take(label: Label, data: string | ArrayBuffer): void {
    if (this.ended) return;
    if ((typeof data === "string" ? data.length : data.byteLength) > MAX_RECEIVED) {
      this.fail("tampered", "a message is too long");
    } else if (this.isOpen) {
      this.events.received(label, data);
    } else {
      this.inTurn(() => this.takeEarly(label, data));
    }
  }

  private async takeEarly(label: Label, data: string | ArrayBuffer): Promise<void> {
    if (this.ended) return;
    if (!this.proved) {
      await this.checkProof(label, data);
    } else if (!this.isOpen && label === "control") {
      if (readWord(data)?.["type"] !== "link/ready") throw new LinkFailure("tampered", "said before the binding stood");
      this.open();
    } else {
      // The agent speaks only after it has our proof: its first word on any channel says as much as link/ready.
      this.open();
      this.events.received(label, data);
    }
  }

  private async checkProof(label: Label, data: string | ArrayBuffer): Promise<void> {
    const message = readWord(data);
    const expected = await this.prove("agent");
    const proof = message?.["proof"];
    const given = typeof proof === "string" ? fromHex(proof) : null;
    if (label !== "control" || message?.["type"] !== "link/bind" || !given || !same(given, expected)) {
      throw new LinkFailure("tampered", "the channels are not those of the pairing");
    }
    this.proved = true;
    if (!this.ended) this.events.proved();
    if (!this.ended) this.channels.control.send(JSON.stringify({ type: "link/ready" }));
  }

  private prove(role: "console" | "agent"): Promise<Bytes> {
    if (!this.console || !this.agent) throw new LinkFailure("tampered", "the channels stand before the answer");
    return bindProof(this.bindKey, role, this.console, this.agent);
  }

  private open(): void {
    if (this.isOpen || this.ended) return;
    this.isOpen = true;
    this.events.opened();
  }

  private sayCandidate(candidate: RTCIceCandidate | null): void {
    // Firefox says the last twice, as "" and as null; the empty one is the wire's.
    if (candidate?.candidate === "") return;
    if (!this.ended) this.events.say({ type: "candidate", candidate: candidate?.candidate ?? "" });
  }

  private checkState(): void {
    if (this.connection.connectionState === "failed") {
      this.fail(this.isOpen ? "lost" : "no_route", "the peer connection failed");
    }
  }

  private inTurn(check: () => Promise<void>): void {
    this.turn = this.turn.then(check).catch((error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      this.fail(error instanceof LinkFailure ? error.kind : "tampered", detail);
    });
  }

  private fail(kind: ProblemKind, detail: string): void {
    if (this.ended) return;
    this.ended = true;
    this.events.failed(new LinkFailure(kind, detail));
  }
}
