// How a lost line is taken up again: both sides name one tag at the rendezvous, draw nonces and open a new peer.
// Twin of agent/transport/meeting.py. `forget` erases the key the meetings live on.

import { type Bytes, concat } from "./bytes";
import { Ended, Opening } from "./opening";
import { BODY, VERSION } from "./pairing";
import type { Peer, PeerEvents } from "./peer";
import { NONCE_BYTES, type Resume } from "./resume";
import { LinkFailure, Signalling } from "./signalling";

/** Short: what was sent into a dead line is repeated ever later (RFC 6298); a new try finds a new line sooner. */
const CONNECT_SECONDS = 2;
/** How long to wait to be met before the connection itself is doubted. */
const MEETING_SECONDS = 8;
const NONCE_SECONDS = 5;
const OPENING_SECONDS = 10;
/** Between two tries, while the server cannot be reached; and after it said that there are too many. */
const PAUSE_MS = [300, 600] as const;
const REFUSED_MS = 2000;

export interface MeetingEvents {
  /** The new line is proved: nothing of the old one counts any more. */
  committed(): void;
  /** The new peer is open, and its owner's. */
  returned(peer: Peer, signalling: Signalling): void;
  /** What must end the link. */
  failed(error: unknown): void;
}

export class Meetings {
  /** Whether the other side has come. */
  met = false;
  private wanted = false;
  private running = false;
  private signalling: Signalling | null = null;
  private opening: Opening | null = null;

  constructor(
    private readonly resume: Resume,
    private readonly owner: PeerEvents,
    private readonly events: MeetingEvents,
  ) {}

  /** Try from now on. */
  begin(): void {
    this.wanted = !this.resume.erased;
    if (this.wanted && !this.running) void this.run();
  }

  /** Try no more: the old line lives. */
  withdraw(): void {
    this.wanted = false;
    this.opening?.peer.close();
    this.signalling?.close();
  }

  /** Erase the key; a meeting under way ends, and the other side is told where it has come. */
  forget(): void {
    this.wanted = false;
    this.resume.erase();
    if (this.signalling) void this.sayEnd(this.signalling);
  }

  private async sayEnd(signalling: Signalling): Promise<void> {
    this.resume.erase();
    this.opening?.peer.close();
    await this.opening?.sayEnd();
    signalling.close();
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      while (this.wanted) await this.tryOnce();
    } catch (error) {
      if (this.wanted) this.events.failed(error);
    } finally {
      this.running = false;
    }
  }

  private async tryOnce(): Promise<void> {
    try {
      await this.meet();
      this.wanted = false;
    } catch (error) {
      if (ends(error) || !(error instanceof LinkFailure)) throw error;
      if (this.wanted) await pause(error.kind === "rate" || error.kind === "busy");
    }
  }

  private async meet(): Promise<void> {
    const signalling = Signalling.open();
    this.signalling = signalling;
    let handedOver = false;
    try {
      await signalling.opened(CONNECT_SECONDS);
      signalling.send({ type: "meet", version: VERSION, tag: await this.resume.tag() });
      const { ice_servers: servers } = await signalling.expect(["met"], MEETING_SECONDS, "timeout");
      this.met = true;
      const ours = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      signalling.relay(concat(Uint8Array.of(BODY.nonce), ours));
      const keys = await this.resume.keys(ours, nonceOf(await signalling.body(NONCE_SECONDS)));
      const opening = await Opening.make(
        signalling,
        servers,
        { bind: keys.bind, sealKey: keys.consoleSeals, openKey: keys.agentSeals },
        this.owner,
        {
          proved: () => this.events.committed(),
          opened: (peer) => {
            handedOver = true;
            this.events.returned(peer, signalling);
          },
        },
      );
      if (!this.wanted) throw new LinkFailure("unreachable", "withdrawn");
      this.opening = opening;
      await opening.run(OPENING_SECONDS);
    } catch (error) {
      if (ends(error) && this.wanted) await this.sayEnd(signalling);
      throw error;
    } finally {
      if (!handedOver) {
        this.opening?.peer.close();
        if (!this.resume.erased) signalling.close(); // else it is closed behind the last word
      }
      this.signalling = null;
      this.opening = null;
      this.met = false;
    }
  }
}

/** Say whether the session cannot go on, rather than this try. */
function ends(error: unknown): boolean {
  return !(error instanceof LinkFailure) || error instanceof Ended || error.kind === "tampered";
}

function nonceOf(body: Bytes): Bytes {
  if (body.length !== 1 + NONCE_BYTES || body[0] !== BODY.nonce) {
    throw new LinkFailure("tampered", "a meeting began with something else than a nonce");
  }
  return body.slice(1);
}

function pause(refused: boolean): Promise<void> {
  const [least, most] = PAUSE_MS;
  const milliseconds = refused ? REFUSED_MS : least + Math.random() * (most - least);
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
