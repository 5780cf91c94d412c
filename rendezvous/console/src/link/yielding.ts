// Decides how many bytes of a transfer may be under way, so that it gives way to everything else. Seconds throughout.
// Twin of agent/transport/yielding.py, which says why each figure is what it is.

/** Seconds of queue that a transfer may cause. */
export const TARGET = 0.01;
/** The same as a share of the shortest round trip, where that is longer. */
const TARGET_TRIPS = 0.25;
/** The same where packets are lost by the way, and at most anywhere. */
const LOSSY_TARGET = 0.05;
/** Share of lost packets from which on a line counts as one of these. */
const LOSSY = 0.008;
/** Packets over which losses are counted. */
const REMEMBERED = 512;
const JITTERS = 1;
const HASTE = 1.1;
const BURST_SECONDS = 0.004;
export const LEAST_WINDOW = 2 * 1024;
export const FIRST_WINDOW = 8 * 1024;
const MOST_WINDOW = 1024 * 1024;
const FIRST_ROUND_TRIP = 0.05;
/** Acknowledgements of which the least delayed counts. */
const FILTER = 3;
const BASE_SECONDS = 60;
const BUCKET_SECONDS = 10;
const SLOWDOWN_SECONDS = 10;
const SLOWDOWN_TRIPS = 50;
const IDLE_SECONDS = 1;
const LEAST_STEP = 1024;

/** The smallest of what was seen in the last BASE_SECONDS, by buckets. */
class Least {
  private buckets: { at: number; value: number }[] = [];

  /** It; 0 before anything was seen. */
  get value(): number {
    return this.buckets.length > 0 ? Math.min(...this.buckets.map(({ value }) => value)) : 0;
  }

  add(value: number, now: number): void {
    const bucket = this.buckets.at(-1);
    if (!bucket || now - bucket.at > BUCKET_SECONDS) this.buckets.push({ at: now, value });
    else bucket.value = Math.min(bucket.value, value);
    this.buckets = this.buckets.filter(({ at }) => now - at <= BASE_SECONDS);
  }
}

export class Yielding {
  window = FIRST_WINDOW;
  /** Below it the window grows fast. */
  private threshold = MOST_WINDOW;
  private readonly least = new Least();
  private readonly shortest = new Least();
  private latest: number[] = [];
  private decreased = 0;
  private active = 0;
  private roundTrip = FIRST_ROUND_TRIP;
  private unrest = 0;
  private loss = 0;
  private next = 0;
  private slowAt: number | null = null;
  private slowUntil = 0;

  /** Seconds that what arrived last had waited somewhere on the way. */
  get queue(): number {
    if (this.latest.length === 0) return 0;
    return Math.min(...this.latest) - this.least.value;
  }

  /** Seconds of queue to hold. */
  get target(): number {
    if (this.lossy) return LOSSY_TARGET;
    const trips = TARGET_TRIPS * this.shortest.value;
    return Math.min(LOSSY_TARGET, Math.max(TARGET, trips) + Math.min(JITTERS * this.unrest, TARGET));
  }

  /** Whether the line loses packets by itself. */
  get lossy(): boolean {
    return this.loss > LOSSY;
  }

  /** Take note that of so many packets more it is known that they were lost, or arrived. */
  lost(lost: number, arrived: number): void {
    const known = lost + arrived;
    if (known > 0) this.loss += (lost / known - this.loss) * Math.min(1, known / REMEMBERED);
  }

  /** How many bytes more there is room for; 0: wait for an acknowledgement. */
  room(underWay: number, now: number): number {
    if (underWay === 0 && now - this.active > IDLE_SECONDS) this.window = Math.min(this.window, FIRST_WINDOW);
    const window = now < this.slowUntil ? LEAST_WINDOW : this.window;
    return Math.max(0, Math.floor(window) - underWay);
  }

  /** How many seconds what there is room for must still wait. */
  wait(now: number): number {
    return Math.max(0, this.next - now);
  }

  sent(size: number, now: number): void {
    const rate = (HASTE * this.window) / this.roundTrip;
    this.next = Math.max(this.next, now - BURST_SECONDS) + size / rate;
  }

  /** Take note that `size` bytes more arrived, the last of them after `delay`; `busy`: the window was used up. */
  acknowledged(size: number, delay: number, roundTrip: number, busy: boolean, now: number): void {
    this.active = now;
    this.roundTrip += (roundTrip - this.roundTrip) / 8;
    this.remember(delay, roundTrip, now);
    if (now < this.slowUntil) return;
    this.slowDown(roundTrip, now);
    if (this.queue > this.target) this.decrease(roundTrip, now);
    else if (busy) this.increase(size);
    this.window = Math.min(Math.max(this.window, LEAST_WINDOW), MOST_WINDOW);
  }

  private increase(size: number): void {
    if (this.window < this.threshold) {
      this.window += size / 2;
      return;
    }
    const share = 1 - this.queue / this.target;
    this.window += share * size * Math.max(this.target / this.roundTrip / 2, LEAST_STEP / this.window);
  }

  /** At most once in a round trip, as what was sent before shows only then. */
  private decrease(roundTrip: number, now: number): void {
    if (now - this.decreased <= roundTrip + this.target) return;
    this.decreased = now;
    this.window *= 1 - Math.min(0.5, (this.queue / this.target - 1) / 2);
    this.threshold = this.window;
  }

  /** Let the queue that this transfer keeps run empty, now and then, so that the smallest delay stays true. */
  private slowDown(roundTrip: number, now: number): void {
    if (this.slowAt === null) {
      this.slowAt = now + SLOWDOWN_SECONDS;
    } else if (now >= this.slowAt) {
      this.slowUntil = now + roundTrip + TARGET;
      this.slowAt = this.slowUntil + Math.max(SLOWDOWN_SECONDS, SLOWDOWN_TRIPS * roundTrip);
      this.window *= 3 / 4;
    }
  }

  private remember(delay: number, roundTrip: number, now: number): void {
    const before = this.latest.at(-1);
    if (before !== undefined) this.unrest += (Math.abs(delay - before) - this.unrest) / 16;
    this.latest = [...this.latest, delay].slice(-FILTER);
    this.least.add(delay, now);
    this.shortest.add(roundTrip, now);
  }
}
