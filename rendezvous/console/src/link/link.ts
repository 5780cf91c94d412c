// One link: introduction, heartbeat, end, over whatever line there is. Twin of agent/transport/link.py.

import type { Bytes } from "./bytes";
import type { Introduced } from "./introduction";
import { Meetings } from "./meetings";
import { Opening } from "./opening";
import type { Label, Peer, PeerEvents } from "./peer";
import { Resume } from "./resume";
import { SdpError } from "./sdp";
import { SealError } from "./sealed";
import { LinkFailure, Signalling } from "./signalling";
import type { Link, LinkEvents, LinkProblem, LinkStats, Technician } from "./types";
import { readPong } from "./words";

const OPENING_SECONDS = 20;
const TICK_MS = 250;
/** Between two heartbeats. */
const HEARTBEAT_TICKS = 4;
const SILENCE_MS = 2500;
const LOST_MS = 120_000;

export type Introduce = (signalling: Signalling) => Promise<Introduced>;

/** What both sides kept over a restart: it stands in for `resume`, until `until` (performance.now()'s clock). */
export interface Kept {
  readonly secret: Bytes;
  readonly until: number;
}

export class ConsoleLink implements Link, PeerEvents {
  private signalling: Signalling | null = null;
  private peer: Peer | null = null;
  /** A line that counts no more, kept without a word until another stands: its goodbye would end the session. */
  private former: Peer | null = null;
  private meetings: Meetings | null = null;
  private clock = 0;
  private ticks = 0;
  private heard = 0;
  private lostAt: number | null = null;
  /** Whether the agent said that to it the line is lost, and nothing since. */
  private isLostThere = false;
  /** Until when the customer is looked for after a restart; null once they came, and in every other link. */
  private awaitedUntil: number | null = null;
  private ended = false;
  private roundTripMs: number | null = null;

  constructor(
    how: Introduce | Kept,
    private readonly technician: Technician,
    private readonly events: LinkEvents,
  ) {
    const first = typeof how === "function" ? this.run(how) : this.lookFor(how);
    first.catch((error: unknown) => this.end(problemOf(error)));
  }

  send(channel: "control" | "input", text: string): void {
    if (!this.ended) this.peer?.send(channel, text);
  }

  get iceServers(): readonly RTCIceServer[] {
    return this.peer?.iceServers ?? [];
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

  // --- PeerEvents, of the peer that counts ---

  say(): void {
    // a peer that is ours has negotiated
  }

  proved(): void {
    // and proved
  }

  opened(): void {
    // and is open
  }

  received(label: Label, data: string | ArrayBuffer): void {
    if (this.ended) return;
    this.hear();
    if (typeof data !== "string") {
      if (label === "picture") this.events.onPicture(data);
    } else if (label === "pointer") {
      this.events.onMessage(data);
    } else if (label === "control" && !this.takePong(data) && !this.answerMark(data)) {
      this.backThere();
      this.events.onMessage(data);
    }
  }

  /** End; or, where only this line is gone, look for another. */
  failed(failure: LinkFailure): void {
    const gone = failure.kind === "lost" || (failure.kind === "peer_gone" && this.meetings?.met === true);
    if (!gone) return this.end(failure.problem);
    this.leavePeer();
    this.lose();
  }

  // --- the first line ---

  private async run(introduce: Introduce): Promise<void> {
    const signalling = Signalling.open();
    this.signalling = signalling;
    const introduced = await introduce(signalling);
    const resume = await Resume.from(introduced.keys.resume);
    if (this.ended) return;
    this.events.onPaired(this.technician);
    if (this.hasEnded()) return;
    const { bind } = introduced.keys;
    const { sealKey, openKey } = introduced;
    const opening = await Opening.make(signalling, introduced.paired.ice_servers, { bind, sealKey, openKey }, this, {
      proved: () => {},
      opened: () => this.open(resume),
    });
    if (this.hasEnded()) return opening.peer.close();
    this.peer = opening.peer;
    await opening.run(OPENING_SECONDS);
  }

  /** Look for the customer as for a lost line. */
  private async lookFor({ secret, until }: Kept): Promise<void> {
    const resume = await Resume.from(secret);
    if (this.ended) return;
    this.awaitedUntil = until;
    this.lostAt = performance.now();
    this.meetings = this.meetingsBy(resume);
    this.clock = window.setInterval(() => this.tick(), TICK_MS);
    this.meetings.begin();
  }

  private meetingsBy(resume: Resume): Meetings {
    return new Meetings(resume, this, {
      committed: () => this.leavePeer(),
      returned: (peer, signalling) => this.returned(peer, signalling),
      failed: (error) => this.end(problemOf(error)),
    });
  }

  private open(resume: Resume): void {
    this.meetings = this.meetingsBy(resume);
    this.heard = performance.now();
    this.clock = window.setInterval(() => this.tick(), TICK_MS);
    this.events.onOpen();
  }

  /** Asked after a callback of the view's, which may have closed the link. */
  private hasEnded(): boolean {
    return this.ended;
  }

  // --- a line that is lost ---

  private tick(): void {
    const now = performance.now();
    if (this.awaitedUntil !== null) {
      if (now > this.awaitedUntil) this.end({ kind: "lost", detail: "the customer did not come back in time" });
      return;
    }
    if (this.lostAt !== null && now - this.lostAt > LOST_MS) {
      return this.end({ kind: "lost", detail: "the line was lost for 120 s" });
    }
    if (now - this.heard > SILENCE_MS) this.lose();
    if (++this.ticks % HEARTBEAT_TICKS === 0) this.beat(now);
  }

  private beat(now: number): void {
    const beat = this.lostAt === null ? { type: "link/ping", t: now } : { type: "link/lost" };
    this.send("control", JSON.stringify(beat));
  }

  private lose(): void {
    if (this.lostAt !== null || this.ended) return;
    this.lostAt = performance.now();
    this.events.onLost();
    if (!this.hasEnded()) this.meetings?.begin();
  }

  /** The old line lives, and no other one was proved: keep it. */
  private hear(): void {
    this.heard = performance.now();
    if (this.lostAt === null) return;
    this.meetings?.withdraw();
    this.back();
  }

  private leavePeer(): void {
    this.peer?.leave();
    this.former?.close();
    this.former = this.peer;
    this.peer = null;
  }

  private returned(peer: Peer, signalling: Signalling): void {
    this.former?.close();
    this.former = null;
    this.signalling?.close();
    this.signalling = signalling;
    this.peer = peer;
    this.heard = performance.now();
    if (this.awaitedUntil === null) return this.back();
    this.awaitedUntil = this.lostAt = null;
    this.events.onPaired(this.technician);
    if (!this.hasEnded()) this.events.onOpen();
  }

  private back(): void {
    this.lostAt = null;
    this.isLostThere = false;
    this.events.onBack();
  }

  /**
   * The agent lost the line and asks, by a number: what follows our answer on `input` is from after the loss. What was
   * said before may have come to nothing, so it counts as lost here, too, until the agent says anything else.
   */
  private answerMark(text: string): boolean {
    if (text.length > 64 || !text.includes('"link/mark"')) return false;
    this.send("input", text);
    if (this.lostAt === null && !this.isLostThere) {
      this.isLostThere = true;
      this.events.onLost();
    }
    return true;
  }

  private backThere(): void {
    if (this.isLostThere && this.lostAt === null) this.back();
  }

  private takePong(text: string): boolean {
    const sent = readPong(text);
    if (sent === null) return false;
    this.roundTripMs = performance.now() - sent;
    return true;
  }

  private end(problem: LinkProblem | null): void {
    if (this.ended) return;
    this.ended = true;
    window.clearInterval(this.clock);
    this.meetings?.forget();
    this.peer?.close();
    this.former?.close();
    this.signalling?.close();
    this.events.onClosed(problem);
  }
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
