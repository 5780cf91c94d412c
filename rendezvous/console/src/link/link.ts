// One link: introduction, peer connection, heartbeat, end. Twin of agent/transport/link.py.

import { type Bytes, concat, utf8 } from "./bytes";
import { type Introduced } from "./introduction";
import { BODY } from "./pairing";
import { type Label, type Negotiation, Peer, type PeerEvents } from "./peer";
import { SdpError } from "./sdp";
import { importSeal, Opener, SealError, Sealer } from "./sealed";
import { LinkFailure, Signalling } from "./signalling";
import type { Link, LinkEvents, LinkProblem, LinkStats, Technician } from "./types";

const OPENING_SECONDS = 20;
/** How long the agent's answer may take: it gathers candidates first. */
const ANSWER_SECONDS = 10;
const HEARTBEAT_MS = 1000;
const SILENCE_MS = 3000;
const LOST_MS = 120_000;

export type Introduce = (signalling: Signalling) => Promise<Introduced>;

export class ConsoleLink implements Link, PeerEvents {
  private readonly signalling = Signalling.open();
  private peer: Peer | null = null;
  private sealer: Sealer | null = null;
  private saying: Promise<void> = Promise.resolve();
  private heartbeat = 0;
  private heard = 0;
  private lost = false;
  private answered = false;
  private isOpen = false;
  private ended = false;
  private roundTripMs: number | null = null;

  constructor(
    introduce: Introduce,
    private readonly technician: Technician,
    private readonly events: LinkEvents,
  ) {
    this.run(introduce).catch((error: unknown) => this.end(problemOf(error)));
  }

  send(channel: "control" | "input", text: string): void {
    if (!this.ended) this.peer?.send(channel, text);
  }

  buffered(channel: "control" | "input"): number {
    return this.peer?.buffered(channel) ?? 0;
  }

  async stats(): Promise<LinkStats> {
    const traffic = await this.peer?.stats();
    return { roundTripMs: this.roundTripMs, ...(traffic ?? { bytesReceived: 0, bytesSent: 0, relayed: null }) };
  }

  close(): void {
    this.end(null);
  }

  // --- PeerEvents ---

  say(negotiation: Negotiation): void {
    const sealer = this.sealer;
    if (!sealer) return;
    const sealed = sealer.seal(utf8(JSON.stringify(negotiation)));
    this.saying = this.saying.then(async () => {
      const box = await sealed;
      if (!this.ended) this.signalling.relay(concat(Uint8Array.of(BODY.sealed), box));
    });
  }

  opened(): void {
    this.isOpen = true;
    this.heard = performance.now();
    this.heartbeat = window.setInterval(() => this.beat(), HEARTBEAT_MS);
    this.events.onOpen();
  }

  received(label: Label, data: string | ArrayBuffer): void {
    if (this.ended) return;
    this.hear();
    if (typeof data !== "string") {
      if (label === "picture") this.events.onPicture(data);
    } else if (label === "control" && !this.takePong(data)) {
      this.events.onMessage(data);
    }
  }

  failed(failure: LinkFailure): void {
    this.end(failure.problem);
  }

  // --- the one run ---

  private async run(introduce: Introduce): Promise<void> {
    const introduced = await introduce(this.signalling);
    if (this.ended) return;
    this.sealer = new Sealer(await importSeal(introduced.sealKey));
    const opener = new Opener(await importSeal(introduced.openKey));
    if (this.ended) return;
    this.events.onPaired(this.technician);
    if (this.hasEnded()) return;
    const peer = new Peer(introduced.paired.ice_servers, introduced.keys.bind, this);
    this.peer = peer;
    window.setTimeout(() => this.giveUp(), OPENING_SECONDS * 1000);
    await peer.offer();
    await this.answers(peer, opener);
  }

  /** Read sealed answers until the channels stand; what the server says after that is not read. */
  private async answers(peer: Peer, opener: Opener): Promise<void> {
    while (!this.ended) {
      const text = await this.nextSealed(opener);
      if (this.ended || text === null) return;
      await peer.answered(readAnswer(text));
      this.answered = true;
    }
  }

  private async nextSealed(opener: Opener): Promise<string | null> {
    try {
      const body: Bytes = await this.signalling.body(this.answered ? OPENING_SECONDS : ANSWER_SECONDS);
      if (this.isOpen) return null;
      if (body[0] !== BODY.sealed) throw new LinkFailure("tampered", "an unsealed message after the pairing");
      return new TextDecoder("utf-8", { fatal: true }).decode(await opener.open(body.slice(1)));
    } catch (error) {
      if (this.isOpen) return null;
      throw error;
    }
  }

  /** Asked after a callback of the view's, which may have closed the link. */
  private hasEnded(): boolean {
    return this.ended;
  }

  private giveUp(): void {
    if (!this.isOpen) this.end({ kind: "no_route", detail: `no channel stood within ${OPENING_SECONDS} s` });
  }

  private beat(): void {
    const silent = performance.now() - this.heard;
    if (silent > LOST_MS) {
      this.end({ kind: "lost", detail: "nothing was heard for 120 s" });
      return;
    }
    if (silent > SILENCE_MS && !this.lost) {
      this.lost = true;
      this.events.onLost();
    }
    this.send("control", JSON.stringify({ type: "link/ping", t: performance.now() }));
  }

  private hear(): void {
    this.heard = performance.now();
    if (this.lost) {
      this.lost = false;
      this.events.onBack();
    }
  }

  private takePong(text: string): boolean {
    if (text.length > 200 || !text.includes('"link/pong"')) return false;
    const message = JSON.parse(text) as { type?: unknown; t?: unknown };
    if (message.type !== "link/pong" || typeof message.t !== "number") return false;
    this.roundTripMs = performance.now() - message.t;
    return true;
  }

  private end(problem: LinkProblem | null): void {
    if (this.ended) return;
    this.ended = true;
    window.clearInterval(this.heartbeat);
    this.peer?.close();
    this.signalling.close();
    this.events.onClosed(problem);
  }
}

function readAnswer(text: string): string {
  const value = JSON.parse(text) as { type?: unknown; sdp?: unknown };
  if (value.type !== "answer" || typeof value.sdp !== "string") throw new LinkFailure("tampered", "not an answer");
  return value.sdp;
}

function problemOf(error: unknown): LinkProblem {
  if (error instanceof LinkFailure) return error.problem;
  if (error instanceof SealError || error instanceof SdpError || error instanceof SyntaxError) {
    return { kind: "tampered", detail: error.message };
  }
  if (error instanceof DOMException && error.name === "NotSupportedError") {
    return { kind: "unsupported", detail: error.message };
  }
  return { kind: "fault", detail: String(error) };
}
