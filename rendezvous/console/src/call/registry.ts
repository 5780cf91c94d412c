/**
 * The customer's registry as the technician works with it: a tree of keys as they were opened, one key's values, a search.
 *
 * Lives beside the call's state and changes by itself, so that nothing is lost when another panel is looked at.
 */

import { toBase64 } from "../link/bytes";
import type { Bytes } from "../link/bytes";
import type {
  ConsoleMessage,
  Found,
  KeyPage,
  KeyRow,
  RegistryFault,
  RegistryFound,
  RegistryRoots,
  RegistryView,
  ValueKind,
  ValueRow,
  ValueTold,
} from "../wire/messages";
import type { RegistryMessage } from "../wire/registry";

export type Path = readonly string[];

export interface OpenKey {
  readonly listing: number;
  readonly path: Path;
  readonly values: readonly ValueRow[];
  readonly totalValues: number;
  readonly reading: boolean;
  readonly more: boolean;
  readonly cut: boolean;
  readonly fault: RegistryFault | null;
}

export interface Search {
  readonly act: number;
  readonly path: Path;
  readonly sought: string;
  readonly rows: readonly Found[];
  readonly looked: number;
  readonly state: "running" | "done" | "cut" | RegistryFault;
}

/** The value whose dialog is open; `told` is null until all of it came, or for a new one. */
export interface Editing {
  readonly act: number;
  readonly name: string;
  readonly told: ValueTold | null;
  readonly fault: RegistryFault | null;
}

export interface Export {
  readonly act: number;
  readonly path: Path;
  readonly characters: number;
}

export interface Exported {
  readonly path: Path;
  readonly text: string;
  readonly leftOut: number;
}

export type Verb = "set" | "delete" | "make" | "export";

/** What came of the last thing that was asked for. */
export interface Said {
  readonly verb: Verb;
  readonly name: string;
  readonly outcome: "done" | RegistryFault;
  readonly leftOut: number;
}

export interface RegistryState {
  readonly begun: RegistryRoots | null;
  readonly view: RegistryView;
  readonly open: OpenKey | null;
  /** The keys in a key, by its path, as far as it was opened. */
  readonly known: ReadonlyMap<string, readonly KeyRow[]>;
  readonly expanded: ReadonlySet<string>;
  readonly search: Search | null;
  readonly editing: Editing | null;
  readonly exporting: Export | null;
  readonly said: Said | null;
  /** Why there is no tree at all. */
  readonly fault: RegistryFault | null;
}

export const NO_REGISTRY: RegistryState = {
  begun: null,
  view: "only",
  open: null,
  known: new Map(),
  expanded: new Set(),
  search: null,
  editing: null,
  exporting: null,
  said: null,
  fault: null,
};

export function at(path: Path): string {
  return path.join("\\");
}

export class Registry {
  readonly #listeners = new Set<() => void>();
  readonly #acts = new Map<number, { readonly verb: Verb; readonly name: string; readonly path: Path }>();
  readonly #parts: string[] = [];
  #state = NO_REGISTRY;
  #numbers = 0;
  #allowed = false;
  /** Whether the next page of the key that is open was asked for. */
  #asked = false;

  constructor(
    private readonly send: (message: ConsoleMessage) => boolean,
    private readonly keep: (exported: Exported) => void,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): RegistryState => this.#state;

  // --- seeing ---

  /** Ask where to begin, once. */
  begin(): void {
    if (this.#state.begun === null) this.send({ type: "registry/begin" });
  }

  /** Take one of the two views; what was read in the other is forgotten. */
  look(view: RegistryView): void {
    if (view === this.#state.view) return;
    this.#change({ view, known: new Map(), expanded: new Set(), search: null });
    const path = this.#state.open?.path;
    if (path) this.open(path);
  }

  /** Open a key: its values are shown, the keys in it unfold. */
  open(path: Path): void {
    const listing = ++this.#numbers;
    if (!this.send({ type: "registry/open", listing, view: this.#state.view, names: [...path] })) return;
    this.#asked = true;
    const same = this.#state.open !== null && at(this.#state.open.path) === at(path);
    const values = same ? (this.#state.open?.values ?? []) : [];
    const open = { listing, path, values, totalValues: values.length, reading: true, more: false, cut: false, fault: null };
    this.#change({ open, expanded: this.#unfolded(path) });
  }

  /** Unfold a key in the tree, opening it where it is not known yet; or fold it. */
  unfold(path: Path, on: boolean): void {
    if (on && !this.#state.known.has(at(path))) return this.open(path);
    const expanded = new Set(this.#state.expanded);
    if (on) expanded.add(at(path));
    else expanded.delete(at(path));
    this.#change({ expanded });
  }

  refresh(): void {
    if (this.#state.open) this.open(this.#state.open.path);
  }

  /** Have the values up to before `end` come. */
  need(end: number): void {
    const { open } = this.#state;
    if (!open?.more || this.#asked || end < open.values.length) return;
    this.#asked = this.send({ type: "registry/more", listing: open.listing });
  }

  seek(path: Path, sought: string): void {
    this.stopSearch();
    const act = ++this.#numbers;
    if (!this.send({ type: "registry/search", act, view: this.#state.view, names: [...path], sought })) return;
    this.#change({ search: { act, path, sought, rows: [], looked: 0, state: "running" } });
  }

  stopSearch(): void {
    const { search } = this.#state;
    if (search?.state !== "running") return;
    this.send({ type: "registry/stop", act: search.act });
    this.#change({ search: { ...search, state: "stopped" } });
  }

  closeSearch(): void {
    this.stopSearch();
    this.#change({ search: null });
  }

  export(path: Path): void {
    if (this.#state.exporting) return;
    const act = ++this.#numbers;
    if (!this.send({ type: "registry/export", act, view: this.#state.view, names: [...path] })) return;
    this.#parts.length = 0;
    this.#acts.set(act, { verb: "export", name: path.at(-1) ?? "", path });
    this.#change({ exporting: { act, path, characters: 0 }, said: null });
  }

  stopExport(): void {
    const { exporting } = this.#state;
    if (!exporting) return;
    this.send({ type: "registry/stop", act: exporting.act });
    this.#acts.delete(exporting.act);
    this.#change({ exporting: null });
  }

  // --- one value ---

  /** Open the dialog of a value, all of which is asked for. */
  edit(name: string): void {
    const { open, view } = this.#state;
    const act = ++this.#numbers;
    if (!open || !this.send({ type: "registry/read", act, view, names: [...open.path], name })) return;
    this.#change({ editing: { act, name, told: null, fault: null } });
  }

  closeEditor(): void {
    this.#change({ editing: null });
  }

  set(name: string, kind: ValueKind, bytes: Bytes): void {
    this.#act("set", name, (act, view, names) => ({ type: "registry/set", act, view, names, name, kind, data: toBase64(bytes) }));
  }

  delete(name: string): void {
    this.#act("delete", name, (act, view, names) => ({ type: "registry/delete", act, view, names, name }));
  }

  make(name: string): void {
    this.#act("make", name, (act, view, names) => ({ type: "registry/make", act, view, names, name }));
  }

  // --- what comes from the other side ---

  heard(message: RegistryMessage): void {
    switch (message.type) {
      case "registry/roots":
        return this.#begun(message);
      case "registry/page":
        return this.#came(message);
      case "registry/closed":
        return this.#closed(message.listing, message.fault);
      case "registry/value":
        if (this.#state.editing?.act === message.act) this.#change({ editing: { ...this.#state.editing, told: message } });
        return;
      case "registry/found":
        return this.#found(message);
      case "registry/exported":
        return this.#exported(message.act, message.text, message.last, message.left_out);
      case "registry/done":
        return this.#done(message.act);
      case "registry/failed":
        return this.#failed(message.act, message.fault);
      case "registry/undone":
        return this.refresh();
    }
  }

  /** Take whether anything may be asked for now. What was under way was stopped; what may be again is read anew. */
  stand(allowed: boolean, granted: boolean): void {
    const before = this.#allowed;
    this.#allowed = allowed;
    if (before && !allowed) this.#stopped();
    if (!granted && this.#state !== NO_REGISTRY) this.#forget();
    else if (!before && allowed && this.#state.begun) this.refresh();
  }

  #stopped(): void {
    const { search } = this.#state;
    this.#acts.clear();
    const halted = search?.state === "running" ? { ...search, state: "stopped" as const } : search;
    this.#change({ search: halted, exporting: null, editing: null });
  }

  #forget(): void {
    this.#parts.length = 0;
    this.#state = NO_REGISTRY;
    for (const listener of this.#listeners) listener();
  }

  #begun(begun: RegistryRoots): void {
    const view = begun.views.includes(this.#state.view) ? this.#state.view : (begun.views[0] ?? "only");
    this.#change({ begun, view, fault: null });
  }

  #came(page: KeyPage): void {
    const { open, known } = this.#state;
    if (page.listing !== open?.listing) return;
    this.#asked = false;
    const here = at(open.path);
    const keys = page.first ? page.keys : [...(known.get(here) ?? []), ...page.keys];
    const values = page.first ? page.values : [...open.values, ...page.values];
    const next = { ...open, values, totalValues: page.total_values, reading: false, more: page.more, cut: page.cut, fault: null };
    this.#change({ open: next, known: new Map(known).set(here, keys) });
    if (page.more && keys.length < page.total_keys) this.need(values.length);
  }

  /** What is hidden changed meanwhile: what is open is read anew. */
  #closed(listing: number, fault: RegistryFault): void {
    const { open } = this.#state;
    if (listing === 0) return this.#change({ fault });
    if (listing !== open?.listing) return;
    if (fault === "changed") return this.refresh();
    const known = new Map(this.#state.known);
    known.delete(at(open.path));
    this.#change({ open: { ...open, values: [], totalValues: 0, reading: false, more: false, fault }, known });
  }

  #found({ act, rows, looked, done, cut }: RegistryFound): void {
    const { search } = this.#state;
    if (search?.act !== act || search.state !== "running") return;
    const state = done ? (cut ? "cut" : "done") : "running";
    this.#change({ search: { ...search, rows: [...search.rows, ...rows], looked, state } });
  }

  #exported(act: number, text: string, last: boolean, leftOut: number): void {
    const { exporting } = this.#state;
    if (exporting?.act !== act) return;
    this.#parts.push(text);
    if (!last) {
      this.#change({ exporting: { ...exporting, characters: exporting.characters + text.length } });
      return void this.send({ type: "registry/next", act });
    }
    this.keep({ path: exporting.path, text: this.#parts.join(""), leftOut });
    this.#parts.length = 0;
    this.#change({ exporting: null });
    this.#say(act, "done", leftOut);
  }

  #done(act: number): void {
    this.#say(act, "done");
    this.refresh();
  }

  #failed(act: number, fault: RegistryFault): void {
    const { search, editing, exporting } = this.#state;
    if (search?.act === act && search.state === "running") return this.#change({ search: { ...search, state: fault } });
    if (editing?.act === act) return this.#change({ editing: { ...editing, fault } });
    if (exporting?.act === act) this.#change({ exporting: null });
    this.#say(act, fault);
  }

  #say(act: number, outcome: "done" | RegistryFault, leftOut = 0): void {
    const begun = this.#acts.get(act);
    this.#acts.delete(act);
    if (begun) this.#change({ said: { verb: begun.verb, name: begun.name, outcome, leftOut } });
  }

  #act(verb: Verb, name: string, message: (act: number, view: RegistryView, names: string[]) => ConsoleMessage): void {
    const { open, view } = this.#state;
    const act = ++this.#numbers;
    if (!open || !this.send(message(act, view, [...open.path]))) return;
    this.#acts.set(act, { verb, name, path: open.path });
    this.#change({ said: null, editing: null });
  }

  #unfolded(path: Path): ReadonlySet<string> {
    const above = path.map((_, depth) => at(path.slice(0, depth + 1)));
    return new Set([...this.#state.expanded, ...above]);
  }

  #change(change: Partial<RegistryState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
