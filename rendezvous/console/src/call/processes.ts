/**
 * What the console knows of the customer's programs, services and start-up entries, and what came of changing one.
 *
 * Each list is asked for page by page, the programs' again and again while somebody looks. Where it is not allowed any
 * more, or not now, all is forgotten: the agent's numbers stand for nothing then.
 */

import type {
  AgentMessage,
  ConsoleMessage,
  EndOutcome,
  ListUnreadable,
  ProcessPage,
  ProcessRow,
  ServiceOutcome,
  ServiceRow,
  StartupRow,
  SwitchOutcome,
  Verb,
} from "../wire/messages";
import type { FromProcesses } from "../wire/parse_processes";

export type ListName = ListUnreadable["list"];

/** What came of the last change in a list; `name` is what it was made to. */
export type Said =
  | { readonly list: "processes"; readonly name: string; readonly outcome: EndOutcome }
  | { readonly list: "services"; readonly name: string; readonly outcome: ServiceOutcome }
  | { readonly list: "startup"; readonly name: string; readonly outcome: SwitchOutcome; readonly on: boolean };

/** Null rows were not told yet. */
export interface ProcessesState {
  readonly processes: readonly ProcessRow[] | null;
  readonly services: readonly ServiceRow[] | null;
  readonly startup: readonly StartupRow[] | null;
  readonly unreadable: Readonly<Partial<Record<ListName, ListUnreadable["reason"]>>>;
  /** Programs that did not end when they were asked to: they may be forced. */
  readonly stubborn: ReadonlySet<number>;
  readonly said: Said | null;
}

export const NOTHING_TOLD: ProcessesState = {
  processes: null,
  services: null,
  startup: null,
  unreadable: {},
  stubborn: new Set(),
  said: null,
};

/** How long after it was not readable a list is asked for again, milliseconds. */
const AGAIN_MS = 3000;

const LISTS = ["processes", "services", "startup"] as const;

export function isOfProcesses(message: AgentMessage): message is FromProcesses {
  return /^(processes|services|startup)\//.test(message.type);
}

export class Processes {
  readonly #send: (message: ConsoleMessage) => boolean;
  readonly #listeners = new Set<() => void>();
  readonly #watched = new Set<ListName>();
  readonly #rows = new Map<number, ProcessRow>();
  readonly #names = new Map<number, string>();
  #state = NOTHING_TOLD;
  #allowed = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(send: (message: ConsoleMessage) => boolean) {
    this.#send = send;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): ProcessesState => this.#state;

  /** Say whether lists may be asked for now; what is looked at is asked for as soon as they may. */
  allow(allowed: boolean): void {
    if (allowed === this.#allowed) return;
    this.#allowed = allowed;
    if (allowed) return LISTS.filter((list) => this.#watched.has(list)).forEach((list) => this.read(list));
    this.#rows.clear();
    this.#names.clear();
    if (this.#timer) clearTimeout(this.#timer);
    this.#become(NOTHING_TOLD);
  }

  /** Somebody looks at a list; return how to say that nobody does any more. */
  watch(list: ListName): () => void {
    this.#watched.add(list);
    if (this.#allowed) this.read(list);
    return () => void this.#watched.delete(list);
  }

  /** Read a list from its beginning. */
  read(list: ListName): void {
    this.#send({ type: `${list}/list`, fresh: true });
  }

  /** Ask a program to end, or, where it did not, force it to. */
  end(program: ProcessRow): void {
    this.#names.set(program.id, program.name);
    const stubborn = this.#state.stubborn.has(program.id);
    this.#send({ type: stubborn ? "processes/force" : "processes/end", id: program.id });
  }

  change({ scope, name }: ServiceRow, verb: Verb): void {
    this.#send({ type: "services/change", scope, name, verb });
  }

  turn({ name }: StartupRow, on: boolean): void {
    this.#send({ type: "startup/switch", name, on });
  }

  heard(message: FromProcesses): void {
    switch (message.type) {
      case "processes/page":
        return this.#takePage(message);
      case "processes/outcome":
        return this.#takeEnd(message.id, message.outcome);
      case "processes/unreadable":
        return this.#takeUnreadable(message);
      case "services/page":
        return this.#takeRows("services", { services: following(this.#state.services, message) }, message.more);
      case "startup/page":
        return this.#takeRows("startup", { startup: following(this.#state.startup, message) }, message.more);
      case "services/outcome": {
        const { scope, name, outcome, state } = message;
        const changed = (row: ServiceRow): ServiceRow => (row.scope === scope && row.name === name ? { ...row, state } : row);
        const services = outcome === "gone" ? this.#state.services : (this.#state.services?.map(changed) ?? null);
        return this.#become({ ...this.#state, services, said: { list: "services", name, outcome } });
      }
      case "startup/outcome": {
        const { name, outcome, on } = message;
        const startup = this.#state.startup?.map((row) => (row.name === name ? { ...row, on } : row)) ?? null;
        const title = startup?.find((row) => row.name === name)?.title ?? name;
        return this.#become({ ...this.#state, startup, said: { list: "startup", name: title, outcome, on } });
      }
    }
  }

  /** Take a page, and ask for the next one: the agent answers when there is something new. */
  #takePage(page: ProcessPage): void {
    if (page.first) this.#rows.clear();
    for (const row of page.rows) this.#rows.set(row.id, row);
    for (const id of page.gone) this.#rows.delete(id);
    const { processes: _, ...readable } = this.#state.unreadable;
    this.#become({ ...this.#state, processes: [...this.#rows.values()], unreadable: readable });
    if (this.#watched.has("processes")) this.#send({ type: "processes/list", fresh: false });
  }

  #takeRows(list: "services" | "startup", rows: Partial<ProcessesState>, more: boolean): void {
    const { [list]: _, ...readable } = this.#state.unreadable;
    this.#become({ ...this.#state, ...rows, unreadable: readable });
    if (more) this.#send({ type: `${list}/list`, fresh: false });
  }

  #takeEnd(id: number, outcome: EndOutcome): void {
    const stubborn = new Set(this.#state.stubborn);
    if (outcome === "still_running") stubborn.add(id);
    else if (outcome !== "asked") stubborn.delete(id);
    if (outcome === "ended" || outcome === "gone") this.#rows.delete(id);
    const processes = this.#state.processes && [...this.#rows.values()];
    const said: Said = { list: "processes", name: this.#names.get(id) ?? "", outcome };
    this.#become({ ...this.#state, processes, stubborn, said });
  }

  /** What cannot be told now may be in a moment: it is asked for again while somebody looks. */
  #takeUnreadable({ list, reason }: ListUnreadable): void {
    this.#become({ ...this.#state, unreadable: { ...this.#state.unreadable, [list]: reason } });
    if (reason !== "not_now") return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#allowed && this.#watched.has(list)) this.read(list);
    }, AGAIN_MS);
  }

  #become(next: ProcessesState): void {
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

function following<Row>(before: readonly Row[] | null, page: { first: boolean; rows: readonly Row[] }): readonly Row[] {
  return page.first ? page.rows : [...(before ?? []), ...page.rows];
}
