// What was sent in one direction and not acknowledged: which of it is lost, and is sent again.
// Twin of agent/transport/bulk_flight.py, which says why.

import type { Ack } from "./bulk_wire";
import type { Bytes } from "./bytes";

const OVERTAKEN_SECONDS = 0.03;
const OVERTAKEN_TRIPS = 0.25;
const [FIRST_SILENCE, LEAST_SILENCE, MOST_SILENCE] = [1.0, 0.3, 4.0];
const SILENT_TRIPS = 3;

/** A piece from byte `at` on, when it `left` last, and whether the window was used up then. */
export interface Sent {
  readonly at: number;
  readonly last: boolean;
  readonly data: Bytes;
  left: number;
  busy: boolean;
}

export class Flight {
  /** Bytes under way. */
  size = 0;
  /** In the order in which it left. */
  private readonly sent = new Map<number, Sent>();
  private lost: Sent[] = [];
  private roundTrip: number | null = null;
  private silences = 0;
  private heard = 0;
  /** When the newest piece that arrived had left. */
  private newest = 0;

  /** Bytes of the piece that is to be sent again next; 0: none. */
  get nextLost(): number {
    return this.lost[0]?.data.length ?? 0;
  }

  /** When what is under way counts as lost, if nothing is heard. */
  get overdueAt(): number | null {
    return this.sent.size > 0 ? this.heard + this.silence() : null;
  }

  send(sent: Sent, now: number, busy: boolean): void {
    if (this.sent.size === 0) this.heard = now;
    sent.left = now;
    sent.busy = busy;
    this.sent.set(sent.at, sent);
    this.size += sent.data.length;
  }

  takeLost(): Sent | null {
    return this.lost.shift() ?? null;
  }

  /** What arrived by this word of it, in the order in which it left. */
  acknowledge(ack: Ack, now: number): Sent[] {
    this.heard = now;
    this.silences = 0;
    if (this.lost.length > 0) this.lost = this.lost.filter((sent) => !covers(ack, sent));
    const arrived = [...this.sent.values()].filter((sent) => covers(ack, sent));
    this.leave(arrived);
    const newest = arrived.at(-1);
    if (!newest) return arrived;
    this.newest = Math.max(this.newest, newest.left);
    const trip = now - newest.left;
    this.roundTrip = this.roundTrip === null ? trip : this.roundTrip + (trip - this.roundTrip) / 8;
    return arrived;
  }

  /** Count as lost what left well before something that arrived; how many pieces that are. */
  giveUpOvertaken(): number {
    const patience = Math.max(OVERTAKEN_SECONDS, OVERTAKEN_TRIPS * (this.roundTrip ?? 0));
    return this.giveUp([...this.sent.values()].filter(({ left }) => left + patience < this.newest));
  }

  /** Count everything as lost after a long silence. */
  giveUpOverdue(now: number): void {
    const due = this.overdueAt;
    if (due === null || now < due) return;
    this.silences += 1;
    this.heard = now;
    this.giveUp([...this.sent.values()]);
  }

  private silence(): number {
    const usual = this.roundTrip === null ? FIRST_SILENCE : Math.max(LEAST_SILENCE, SILENT_TRIPS * this.roundTrip);
    return Math.min(MOST_SILENCE, usual * 2 ** this.silences);
  }

  private giveUp(lost: readonly Sent[]): number {
    this.leave(lost);
    this.lost.push(...lost);
    return lost.length;
  }

  private leave(gone: readonly Sent[]): void {
    for (const { at, data } of gone) {
      this.sent.delete(at);
      this.size -= data.length;
    }
  }
}

function covers(ack: Ack, { at, data }: Sent): boolean {
  const start = at - ack.arrived;
  const end = start + data.length;
  if (end <= 0) return true;
  return start >= 0 && ack.ranges.some(([from, to]) => from <= start && end <= to);
}
