// A way for bytes beside the picture: a peer connection of its own, offered inside the proved link, one channel.
// What the bytes are is decided elsewhere. After a cut line it is simply gone. Twin of agent/transport/bulk.py.

import type { AnswerBulk, BulkCandidate, BulkClosed, OfferBulk } from "../wire/messages";
import { Flow, MOST_CLOGGED, MOST_WAITING } from "./bulk_flow";
import { BulkError, pack, parse } from "./bulk_wire";
import { type Bytes, digest, same } from "./bytes";
import { fingerprint, SdpError } from "./sdp";

/** How long the agent's answer and the channel may take together. */
const OPENING_MS = 20_000;
/** What part of the window the channel may hold: on a fast line it is empty before its event reaches this busy thread. */
const CLOGGED_PART = 8;

/** The connection ended: closed, cut by the agent, or lost. Nothing is known of what was under way. */
export class BulkGone extends Error {}

export interface BulkHost {
  readonly iceServers: readonly RTCIceServer[];
  /** Send on `control`; return whether it went. */
  say(message: OfferBulk | BulkCandidate): boolean;
}

export class Bulk {
  private readonly connection: RTCPeerConnection;
  private readonly channel: RTCDataChannel;
  private readonly flow = new Flow();
  private readonly arrived: Bytes[] = [];
  private readonly opening: number;
  private agent: Bytes | null = null;
  private open = false;
  private over = false;
  private timer = 0;
  private wake: (() => void)[] = [];

  /** Offer it. Give what the agent says of it (`bulk/answer`, `bulk/closed`) to `heard`. */
  constructor(
    private readonly host: BulkHost,
    private readonly onGone: () => void = () => {},
  ) {
    this.connection = new RTCPeerConnection({ iceServers: [...host.iceServers] });
    this.channel = this.connection.createDataChannel("bulk", { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 });
    this.channel.binaryType = "arraybuffer";
    this.channel.onopen = () => void this.verified();
    this.channel.onmessage = ({ data }: MessageEvent<unknown>) => this.take(data);
    this.channel.bufferedAmountLowThreshold = MOST_CLOGGED;
    this.channel.onbufferedamountlow = () => this.due();
    this.channel.onclose = () => this.close();
    this.connection.ondatachannel = this.connection.ontrack = () => this.close();
    this.connection.onconnectionstatechange = () => {
      if (this.connection.connectionState === "failed") this.close();
    };
    this.opening = window.setTimeout(() => this.open || this.close(), OPENING_MS);
    void this.offer();
  }

  /** Take what the agent says of it. */
  heard(message: AnswerBulk | BulkClosed): void {
    if (message.type === "bulk/closed") this.close();
    else void this.answered(message.sdp);
  }

  /** Wait until it stands. Throw BulkGone. */
  opened(): Promise<void> {
    return this.until(() => this.open);
  }

  /** Send a chunk (1 to 65536 bytes), in order, once there is room. Throw BulkGone. */
  async send(chunk: Bytes): Promise<void> {
    await this.until(() => this.open && this.flow.waiting < MOST_WAITING);
    this.flow.put(chunk);
    this.pump();
  }

  /** The next chunk; only then has the other side room for more. Throw BulkGone. */
  async receive(): Promise<Bytes> {
    await this.until(() => this.arrived.length > 0);
    const chunk = this.arrived.shift()!;
    this.took(chunk.length);
    return chunk;
  }

  /** End at once. */
  close(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.opening);
    clearTimeout(this.timer);
    this.connection.close();
    this.tell();
    this.onGone();
  }

  // --- negotiation ---

  private async offer(): Promise<void> {
    await this.connection.setLocalDescription();
    const sdp = this.connection.localDescription?.sdp ?? "";
    if (this.over) return;
    if (!this.host.say({ type: "bulk/offer", sdp })) return this.close();
    // from here on: a candidate before its offer would be another offer's
    this.connection.onicecandidate = ({ candidate }) => {
      if (!this.over && candidate?.candidate !== "") {
        this.host.say({ type: "bulk/candidate", candidate: candidate?.candidate ?? "" });
      }
    };
  }

  private async answered(sdp: string): Promise<void> {
    if (this.agent || this.over) return;
    try {
      this.agent = fingerprint(sdp);
      await this.connection.setRemoteDescription({ type: "answer", sdp });
    } catch (error) {
      if (!(error instanceof SdpError || error instanceof DOMException)) throw error;
      this.close();
    }
  }

  /** The browser checked the certificate already; this is our own look at what it connected to. */
  private async verified(): Promise<void> {
    const [certificate] = this.connection.sctp?.transport.getRemoteCertificates() ?? [];
    const seen = certificate && (await digest("SHA-256", new Uint8Array(certificate)));
    if (!seen || !this.agent || !same(seen, this.agent)) return this.close();
    this.open = true;
    this.pump();
    this.tell();
  }

  // --- the flow ---

  private take(data: unknown): void {
    if (this.over) return;
    try {
      const frame = parse(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array());
      this.arrived.push(...this.flow.receive(frame, now()));
    } catch (error) {
      if (!(error instanceof BulkError)) throw error;
      return this.close();
    }
    this.pump();
    this.tell();
  }

  private took(size: number): void {
    this.flow.took(size, now());
    this.pump();
  }

  /** Send what may leave now, and come back when something is due. */
  private pump(): void {
    if (!this.open || this.over) return;
    const most = Math.max(MOST_CLOGGED, this.flow.window / CLOGGED_PART);
    const clogged = (): boolean => this.channel.bufferedAmount > most;
    for (const frame of this.flow.frames(now(), clogged)) this.channel.send(pack(frame));
    clearTimeout(this.timer);
    const { due } = this.flow;
    if (due !== null) this.timer = window.setTimeout(() => this.due(), Math.max(0, (due - now()) * 1000));
  }

  private due(): void {
    this.pump();
    this.tell();
  }

  private tell(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const wake of waiting) wake();
  }

  private async until(ready: () => boolean): Promise<void> {
    while (!this.over && !ready()) await new Promise<void>((resolve) => this.wake.push(resolve));
    if (this.over) throw new BulkGone("the bulk connection is over");
  }
}

function now(): number {
  return performance.now() / 1000;
}
