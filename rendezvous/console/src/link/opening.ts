// One peer connection from its keys to its proof, the first or one after a loss; then it is its owner's.
// Twin of agent/transport/opening.py.

import { type Bytes, concat, utf8 } from "./bytes";
import { BODY } from "./pairing";
import { type Negotiation, Peer, type PeerEvents } from "./peer";
import { importSeal, Opener, Sealer } from "./sealed";
import { LinkFailure, type Signalling } from "./signalling";
import { readWord } from "./words";

/** How long the agent's answer may take: it gathers candidates first. */
const ANSWER_SECONDS = 10;

/** The other side said, sealed, that it ended the session. */
export class Ended extends LinkFailure {}

export interface OpeningKeys {
  readonly bind: Bytes;
  readonly sealKey: Bytes;
  readonly openKey: Bytes;
}

export interface OpeningEvents {
  /** The agent's proof is right: from here on this is the line, whatever another one says. */
  proved(): void;
  /** Both proofs are right; the peer is the owner's before its first message is taken. */
  opened(peer: Peer): void;
}

export class Opening implements PeerEvents {
  readonly peer: Peer;
  private saying: Promise<void> = Promise.resolve();
  private answered = false;
  private over = false;
  private settle: { resolve: () => void; reject: (error: unknown) => void } = { resolve: () => {}, reject: () => {} };

  private constructor(
    private readonly signalling: Signalling,
    iceServers: RTCIceServer[],
    bind: Bytes,
    private readonly sealer: Sealer,
    private readonly opener: Opener,
    private readonly owner: PeerEvents,
    private readonly events: OpeningEvents,
  ) {
    this.peer = new Peer(iceServers, bind, this);
  }

  static async make(
    signalling: Signalling,
    iceServers: RTCIceServer[],
    keys: OpeningKeys,
    owner: PeerEvents,
    events: OpeningEvents,
  ): Promise<Opening> {
    const sealer = new Sealer(await importSeal(keys.sealKey));
    const opener = new Opener(await importSeal(keys.openKey));
    return new Opening(signalling, iceServers, keys.bind, sealer, opener, owner, events);
  }

  /** Offer, and wait until the channels are bound; throw what it came to instead. */
  run(seconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(
        () => this.fail(new LinkFailure("no_route", `no channel stood within ${seconds} s`)),
        seconds * 1000,
      );
      const end = <T>(done: (value: T) => void) => (value: T) => {
        this.over = true;
        window.clearTimeout(timer);
        done(value);
      };
      this.settle = { resolve: end(resolve), reject: end(reject) };
      this.negotiate().catch((error: unknown) => this.fail(error));
    });
  }

  /** Tell the other side that the session is over. */
  async sayEnd(): Promise<void> {
    this.say({ type: "end" });
    await this.saying;
  }

  // --- PeerEvents, until it is open ---

  say(negotiation: Negotiation): void {
    const sealed = this.sealer.seal(utf8(JSON.stringify(negotiation)));
    this.saying = this.saying.then(async () => {
      this.signalling.relay(concat(Uint8Array.of(BODY.sealed), await sealed));
    });
  }

  proved(): void {
    this.events.proved();
  }

  opened(): void {
    this.peer.handTo(this.owner);
    this.events.opened(this.peer);
    this.settle.resolve();
  }

  received(): void {
    // a peer that opened is not ours any more
  }

  failed(failure: LinkFailure): void {
    this.fail(failure);
  }

  private fail(error: unknown): void {
    if (!this.over) this.settle.reject(error);
  }

  /** Read sealed answers until the channels stand; what the server says after that is not read. */
  private async negotiate(): Promise<void> {
    await this.peer.offer();
    while (!this.over) {
      const body = await this.signalling.body(this.answered ? 3600 : ANSWER_SECONDS);
      if (this.over) return;
      if (body[0] !== BODY.sealed) throw new LinkFailure("tampered", "an unsealed message after the pairing");
      await this.take(new TextDecoder("utf-8", { fatal: true }).decode(await this.opener.open(body.slice(1))));
    }
  }

  private async take(text: string): Promise<void> {
    const value = readWord(text);
    if (value?.["type"] === "end") throw new Ended("peer_gone", "the other side ended the session");
    const sdp = value?.["type"] === "answer" ? value["sdp"] : null;
    if (typeof sdp !== "string") throw new LinkFailure("tampered", "not an answer");
    if (this.over) return;
    await this.peer.answered(sdp);
    this.answered = true;
  }
}
