/**
 * The files that go to and come from the customer's computer: who is next, how far each is, what a cut or a pause leaves.
 *
 * Lives beside the call's state and changes by itself, so that nothing is lost when another panel is looked at.
 */

import { type Bulk, BulkGone } from "../link";
import { Meter } from "../transfers/meter";
import { RecordError, records, type TransferRecord } from "../transfers/records";
import { Receiving } from "../transfers/receiving";
import { Sending } from "../transfers/sending";
import type { Parcel } from "../transfers/sources";
import type { Store } from "../transfers/store";
import type { TransferMessage } from "../wire/transfers";
import type { ConsoleMessage, FileFault, WhenTaken } from "../wire/messages";

/** Transfers under way at once; more wait their turn. */
export const MOST_GOING = 8;
/** Faults of single items that are kept to be shown. */
const MOST_FAULTS = 100;
const TICK_MS = 250;
const AGAIN_MS = 1000;
const IDLE_MS = 5000;

export type TransferStage = "queued" | "asking" | "waiting" | "going" | "paused" | "done" | FileFault;

export interface ItemFault {
  readonly path: string;
  readonly fault: FileFault;
}

/** One transfer as it is shown. */
export interface Transfer {
  readonly number: number;
  readonly way: "bring" | "take";
  /** As the wire writes it. */
  readonly name: string;
  readonly stage: TransferStage;
  readonly items: number;
  readonly itemsDone: number;
  readonly bytes: number;
  readonly done: number;
  /** Bytes a second. */
  readonly rate: number;
  readonly faults: readonly ItemFault[];
  readonly faulty: number;
}

/** One transfer as it is done. */
interface Job {
  readonly number: number;
  readonly way: "bring" | "take";
  readonly name: string;
  readonly begin: ConsoleMessage;
  readonly meter: Meter;
  readonly faults: ItemFault[];
  stage: TransferStage;
  items: number;
  itemsDone: number;
  bytes: number;
  faulty: number;
  sending: Sending | null;
  receiving: Receiving | null;
  /** The connection it goes over; null: where it stands must be asked first. */
  over: Bulk | null;
  /** What there is to do it again with another answer where a name is taken. */
  readonly again: ((whenTaken: WhenTaken) => void) | null;
}

const NONE: readonly Transfer[] = [];

export function isRunning({ stage }: { readonly stage: TransferStage }): boolean {
  return stage === "queued" || stage === "asking" || stage === "waiting" || stage === "going" || stage === "paused";
}

export class Transfers {
  readonly #listeners = new Set<() => void>();
  readonly #jobs = new Map<number, Job>();
  #shown: readonly Transfer[] = NONE;
  #numbers = 0;
  #bulk: Bulk | null = null;
  /** The same once it stands. */
  #standing: Bulk | null = null;
  #may = { bring: false, take: false };
  #more: () => void = () => {};
  #ticking = 0;
  #again = 0;
  #idle = 0;

  constructor(
    private readonly send: (message: ConsoleMessage) => boolean,
    private readonly openBulk: () => Bulk,
    private readonly brought: () => void = () => {},
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): readonly Transfer[] => this.#shown;

  // --- what the technician wants ---

  /** Send these into a folder of the customer's. */
  bring(folder: string, parcels: readonly Parcel[], when_taken: WhenTaken = "ask"): void {
    for (const parcel of parcels) {
      const number = ++this.#numbers;
      const sending = new Sending(number, parcel);
      const { items, bytes } = sending;
      const begin: ConsoleMessage = { type: "transfers/bring", transfer: number, folder, name: parcel.name, items, bytes, when_taken };
      const again = (whenTaken: WhenTaken): void => this.bring(folder, [parcel], whenTaken);
      this.#add({ number, way: "bring", name: parcel.name, begin, sending, receiving: null, items, bytes, again });
    }
  }

  /** Take a file or folder of the customer's into a store. */
  take(path: string, name: string, store: Store): void {
    const number = ++this.#numbers;
    const receiving = new Receiving(store, ({ path: item, fault }) => this.#settled(number, item || name, fault));
    const begin: ConsoleMessage = { type: "transfers/take", transfer: number, path };
    this.#add({ number, way: "take", name, begin, sending: null, receiving, items: 0, bytes: 0, again: null });
  }

  pause(number: number): void {
    const job = this.#jobs.get(number);
    if (!job || (job.stage !== "going" && job.stage !== "waiting")) return;
    if (job.way === "take" && job.over) this.send({ type: "transfers/pause", transfer: number });
    this.#turn(job, "paused");
  }

  resume(number: number): void {
    const job = this.#jobs.get(number);
    if (job?.stage !== "paused") return;
    this.#turn(job, "waiting");
    this.#goOn(job);
  }

  /** Stop it; nothing is left of what is not whole. */
  stop(number: number): void {
    const job = this.#jobs.get(number);
    if (job && isRunning(job)) this.#end(job, "stopped");
  }

  /** Do again what was not done because a name is taken. */
  decide(number: number, whenTaken: WhenTaken): void {
    const job = this.#jobs.get(number);
    if (!job?.again) return;
    this.#jobs.delete(number);
    job.again(whenTaken);
  }

  /** Take what is over out of sight. */
  tidy(): void {
    for (const job of this.#jobs.values()) {
      if (!isRunning(job)) this.#jobs.delete(job.number);
    }
    this.#show();
  }

  // --- what comes from the other side ---

  heard(message: TransferMessage): void {
    const job = this.#jobs.get(message.transfer);
    if (!job || !isRunning(job)) return;
    if (message.type === "transfers/failed") this.#end(job, message.fault);
    else if (message.type === "transfers/ready") this.#ready(job, message.items, message.bytes);
    else void this.#stands(job, message.item, message.offset);
  }

  /** Take what may be done now: `granted` even while it is paused or the line is lost. */
  stand(may: { bring: boolean; take: boolean }, granted: { bring: boolean; take: boolean }): void {
    const before = this.#may;
    this.#may = may;
    for (const job of this.#jobs.values()) {
      if (!isRunning(job)) continue;
      if (!granted[job.way]) this.#end(job, "stopped");
      else if (!may[job.way] && job.stage === "asking") this.#turn(job, "queued");
    }
    if ((may.bring && !before.bring) || (may.take && !before.take)) this.#begin();
  }

  // --- one after another ---

  #add(more: Pick<Job, "number" | "way" | "name" | "begin" | "sending" | "receiving" | "items" | "bytes" | "again">): void {
    this.#jobs.set(more.number, { ...more, meter: new Meter(), faults: [], stage: "queued", itemsDone: 0, faulty: 0, over: null });
    this.#begin();
  }

  /** Have as many under way as may be, and a connection for them. */
  #begin(): void {
    const running = [...this.#jobs.values()].filter(isRunning);
    let going = running.filter(({ stage }) => stage !== "queued" && stage !== "paused").length;
    for (const job of running) {
      if (job.stage !== "queued" || going >= MOST_GOING || !this.send(job.begin)) continue;
      this.#turn(job, "asking");
      going += 1;
    }
    if (running.some(({ stage }) => stage !== "queued")) this.#connect();
    clearTimeout(this.#idle);
    if (running.length === 0) this.#idle = window.setTimeout(() => this.#letGo(), IDLE_MS);
    this.#show();
  }

  #ready(job: Job, items: number, bytes: number): void {
    Object.assign(job, { items, bytes });
    this.#turn(job, "waiting");
    this.#goOn(job);
  }

  /** Ask where it stands, or go on where that is known; without a connection, once there is one. */
  #goOn(job: Job): void {
    const bulk = this.#standing;
    if (job.stage !== "waiting" || !bulk) return this.#connect();
    const known = job.over === bulk;
    if (!known || job.way === "take") {
      const item = job.receiving?.item ?? job.itemsDone;
      if (!this.send({ type: "transfers/go", transfer: job.number, item, offset: job.receiving?.offset ?? 0 })) return;
    }
    if (!known && job.way === "bring") return; // `transfers/stands` comes
    job.over = bulk;
    this.#turn(job, "going");
  }

  async #stands(job: Job, item: number, offset: number): Promise<void> {
    const bulk = this.#standing;
    if (!bulk || job.stage !== "waiting" || job.over === bulk) return;
    await job.sending?.go(item, offset);
    if (bulk !== this.#standing || job.stage !== "waiting") return;
    job.over = bulk;
    this.#turn(job, "going");
  }

  #settled(number: number, path: string, fault: FileFault | null): void {
    const job = this.#jobs.get(number);
    if (!job) return;
    job.itemsDone += 1;
    if (fault === null) return;
    job.faulty += 1;
    if (job.faults.length < MOST_FAULTS) job.faults.push({ path, fault });
  }

  #done(job: Job): void {
    this.#end(job, job.faulty > 0 && job.items === 1 ? (job.faults[0]?.fault ?? "failed") : "done");
    const more = [...this.#jobs.values()].some((other) => other.way === "bring" && isRunning(other));
    if (job.way === "bring" && !more) this.brought();
  }

  #end(job: Job, stage: TransferStage): void {
    this.send({ type: "transfers/close", transfer: job.number });
    if (stage !== "done") void job.receiving?.drop();
    this.#turn(job, stage);
    this.#begin();
  }

  #turn(job: Job, stage: TransferStage): void {
    job.stage = stage;
    job.meter.rest();
    this.#more();
    this.#show();
  }

  // --- the connection ---

  #connect(): void {
    if (this.#bulk || !(this.#may.bring || this.#may.take)) return;
    const bulk = (this.#bulk = this.openBulk());
    for (const work of [this.#sendOver(bulk), this.#receiveOver(bulk)]) work.catch((error: unknown) => this.#lost(bulk, error));
  }

  /** Keep no connection that nothing needs: at the other end it is a process. */
  #letGo(): void {
    const bulk = this.#bulk;
    this.#bulk = this.#standing = null;
    bulk?.close();
    this.#more();
  }

  #lost(bulk: Bulk, error: unknown): void {
    if (!(error instanceof BulkGone || error instanceof RecordError)) throw error;
    if (bulk !== this.#bulk) return;
    this.#bulk = this.#standing = null;
    bulk.close();
    this.#more();
    for (const job of this.#jobs.values()) {
      if (job.stage === "going") this.#turn(job, "waiting");
    }
    clearTimeout(this.#again);
    this.#again = window.setTimeout(() => this.#begin(), AGAIN_MS);
  }

  async #sendOver(bulk: Bulk): Promise<void> {
    await bulk.opened();
    if (bulk !== this.#bulk) return;
    this.#standing = bulk; // only now: the agent would take it for the connection before
    for (const job of this.#jobs.values()) this.#goOn(job);
    while (bulk === this.#bulk) {
      const job = this.#next(bulk);
      if (!job?.sending) {
        await new Promise<void>((resolve) => (this.#more = resolve));
        continue;
      }
      const chunk = await job.sending.chunk();
      if (job.stage !== "going" && job.stage !== "paused") continue;
      if (chunk.length > 0) await bulk.send(chunk);
    }
  }

  /** Whose turn it is to send, the one that waited longest. */
  #next(bulk: Bulk): Job | null {
    for (const job of this.#jobs.values()) {
      if (job.stage !== "going" || job.over !== bulk || !job.sending || job.sending.isOver) continue;
      this.#jobs.delete(job.number);
      this.#jobs.set(job.number, job);
      return job;
    }
    return null;
  }

  async #receiveOver(bulk: Bulk): Promise<void> {
    while (bulk === this.#bulk) {
      for (const record of records(await bulk.receive())) {
        if (bulk === this.#bulk) await this.#take(record, bulk);
      }
    }
  }

  async #take(record: TransferRecord, bulk: Bulk): Promise<void> {
    const job = this.#jobs.get(record.transfer);
    if (!job || !isRunning(job)) return;
    if (record.kind === "settled" && job.sending) {
      if (record.item !== job.itemsDone) return; // told twice, after a cut
      job.sending.settled(record.item, record.fault);
      this.#settled(job.number, record.name || job.sending.nameOf(record.item), record.fault);
      if (job.itemsDone === job.items) this.#done(job);
    } else if (job.receiving && job.over === bulk) {
      await job.receiving.take(record);
      if (job.receiving.isOver) this.#done(job);
    }
  }

  // --- what is shown ---

  #show(): void {
    const now = performance.now() / 1000;
    this.#shown = [...this.#jobs.values()].sort((one, other) => one.number - other.number).map((job) => shown(job, now));
    for (const listener of this.#listeners) listener();
    const moves = this.#shown.some(({ stage }) => stage === "going");
    if (moves && !this.#ticking) this.#ticking = window.setInterval(() => this.#show(), TICK_MS);
    else if (!moves) this.#ticking = (clearInterval(this.#ticking), 0);
  }
}

function shown(job: Job, now: number): Transfer {
  const { number, way, name, stage, items, itemsDone, bytes, faulty } = job;
  const done = stage === "done" ? bytes : (job.sending?.done ?? job.receiving?.done ?? 0);
  if (stage === "going") job.meter.note(done, now);
  return { number, way, name, stage, items, itemsDone, bytes, done, rate: job.meter.rate, faults: [...job.faults], faulty };
}
