/**
 * The customer's files as the technician works with them: one folder's rows as they come, what is under way, one text.
 *
 * Lives beside the call's state and changes by itself, so that nothing is lost when another panel is looked at.
 */

import { folderOf, joined, nameOf } from "../files/names";
import { parts, wellFormed } from "../files/texts";
import type { FileMessage } from "../wire/files";
import type { ConsoleMessage, FileFault, FilePlace, FileRow, FolderRows, TextOpened } from "../wire/messages";
import { MAX_FILTER } from "../wire/messages";
import { type Act, type ActKind, type Arrangement, type FilesState, isUnderWay, NO_FILES } from "./files_state";

export const PAGE = 100;
const MOST_DONE = 5;

export class Files {
  readonly #listeners = new Set<() => void>();
  readonly #rows = new Map<number, FileRow>();
  readonly #asked = new Set<number>();
  #state = NO_FILES;
  #numbers = 0;
  /** Whether nothing came yet of the listing that was asked for last. */
  #fresh = false;
  #may = { see: false, read: false, write: false };
  /** The name that the cursor goes to once its row is there. */
  #wanted: string | null = null;
  /** A link that may lead to a file, when it leads to no folder. */
  #link: { listing: number; path: string } | null = null;

  constructor(private readonly send: (message: ConsoleMessage) => boolean) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): FilesState => this.#state;

  row(at: number): FileRow | undefined {
    return this.#rows.get(at);
  }

  // --- seeing ---

  /** Ask where to begin, once. */
  begin(): void {
    if (this.#state.places === null) this.send({ type: "files/places" });
  }

  /** Show a folder; `select` is the name that the cursor goes to. */
  open(path: string, select: string | null = null): void {
    const arrangement = { ...this.#state.arrangement, filter: "" };
    this.#list(path, arrangement, true, select);
  }

  openRow(at: number): void {
    const { folder } = this.#state;
    const row = this.#rows.get(at);
    if (!folder || !row) return;
    const path = joined(folder.path, row.name);
    if (row.kind === "folder") this.open(path);
    else if (row.kind === "file") this.view(path);
    else if (row.kind === "link") {
      this.open(path);
      this.#link = { listing: this.#numbers, path };
    }
  }

  up(): void {
    const path = this.#state.folder?.path;
    if (path && path !== "/") this.open(folderOf(path), nameOf(path));
  }

  /** Order or select anew; the folder is not read again. */
  arrange(change: Partial<Arrangement>): void {
    const { folder } = this.#state;
    const filter = wellFormed((change.filter ?? this.#state.arrangement.filter).slice(0, MAX_FILTER));
    const arrangement = { ...this.#state.arrangement, ...change, filter };
    if (folder && folder.fault === null) this.#list(folder.path, arrangement, false, this.#rows.get(this.#state.cursor)?.name ?? null);
    else this.#change({ arrangement });
  }

  /** Read the folder anew, where it was. */
  refresh(select: string | null = null): void {
    const { folder, arrangement, cursor } = this.#state;
    if (folder) this.#list(folder.path, arrangement, true, select ?? this.#rows.get(cursor)?.name ?? null);
  }

  /** Have the rows from `first` to before `end` come, as far as they have not. */
  need(first: number, end: number): void {
    const { folder } = this.#state;
    if (!folder || folder.fault !== null) return;
    const last = Math.min(end, folder.total);
    for (let page = Math.floor(Math.max(0, first) / PAGE); page * PAGE < last; page++) {
      const start = page * PAGE;
      if (this.#asked.has(page) || this.#has(start, Math.min(start + PAGE, folder.total))) continue;
      if (this.send({ type: "files/more", listing: folder.listing, first: start, count: PAGE })) this.#asked.add(page);
    }
  }

  moveTo(at: number): void {
    const { folder } = this.#state;
    const cursor = Math.max(0, Math.min(at, (folder?.total ?? 0) - 1));
    this.#wanted = null;
    if (cursor !== this.#state.cursor) this.#change({ cursor });
  }

  view(path: string): void {
    const act = this.#begin("view", nameOf(path), (number) => ({ type: "files/view", act: number, path }));
    if (act !== null) this.#change({ text: { act, path, about: null, text: "", coming: 0, draft: "" } });
  }

  // --- the text that is open ---

  type(draft: string): void {
    const { text } = this.#state;
    if (text) this.#change({ text: { ...text, draft } });
  }

  closeText(): void {
    this.#change({ text: null });
  }

  save(): void {
    const { text } = this.#state;
    if (!text?.about?.editable) return;
    const pieces = parts(wellFormed(text.draft));
    const name = nameOf(text.path);
    const opened = text.act;
    const act = this.#begin("save", name, (number) => ({ type: "files/save", act: number, opened, parts: pieces.length }));
    if (act !== null) for (const piece of pieces) this.send({ type: "files/part", act, text: piece });
  }

  // --- changing ---

  makeFolder(name: string): void {
    const folder = this.#state.folder?.path;
    if (folder) this.#begin("make", name, (act) => ({ type: "files/make_folder", act, folder, name }));
  }

  rename(path: string, name: string): void {
    this.#begin("rename", name, (act) => ({ type: "files/rename", act, path, name }));
  }

  trash(path: string): void {
    this.#begin("trash", nameOf(path), (act) => ({ type: "files/trash", act, path }));
  }

  /** Remember what is to be copied or moved where `paste` is said. */
  take(path: string, move: boolean): void {
    this.#change({ taken: { path, move } });
  }

  paste(): void {
    const { taken, folder } = this.#state;
    if (!taken || !folder) return;
    const type = taken.move ? "files/move" : "files/copy";
    const begun = this.#begin(taken.move ? "move" : "copy", nameOf(taken.path), (act) => ({ type, act, path: taken.path, folder: folder.path }));
    if (taken.move && begun !== null) this.#change({ taken: null });
  }

  stop(act: number): void {
    this.send({ type: "files/stop", act });
  }

  /** Take what came of things out of sight. */
  tidy(): void {
    this.#change({ acts: this.#state.acts.filter(isUnderWay) });
  }

  // --- what comes from the other side ---

  heard(message: FileMessage): void {
    switch (message.type) {
      case "files/places":
        return this.#placed(message.places);
      case "files/rows":
        return this.#came(message);
      case "files/closed":
        return this.#closed(message.listing, message.fault);
      case "files/opened":
        return this.#opened(message);
      case "files/text":
        return this.#textCame(message.act, message.text);
      case "files/progress":
        return this.#update(message.act, { done: message.done, total: message.total ?? null });
      case "files/asking":
        return this.#update(message.act, { state: "asking" });
      case "files/done":
        return this.#done(message.act, message.name);
      case "files/failed":
        return this.#failed(message.act, message.fault);
      case "files/undone":
        return this.refresh();
    }
  }

  /** Take what may be done now: see folders, read texts, change. What is not allowed any more was stopped; what is again is read anew. */
  stand(may: Readonly<Record<"see" | "read" | "write", boolean>>, granted: boolean): void {
    const before = this.#may;
    this.#may = may;
    if (before.read && !may.read) this.#stop((act) => act.kind === "view");
    if (before.write && !may.write) this.#stop((act) => act.kind !== "view");
    if (!granted && this.#state.folder) this.#forget();
    else if (!before.see && may.see) this.refresh();
  }

  #stop(which: (act: Act) => boolean): void {
    const ends = (act: Act): boolean => isUnderWay(act) && which(act);
    if (!this.#state.acts.some(ends)) return;
    const { acts, text } = this.#state;
    const cut = acts.some((act) => act.number === text?.act && ends(act)); // the rest of it will never come
    this.#change({ acts: acts.map((act) => (ends(act) ? { ...act, state: "stopped" as const } : act)), text: cut ? null : text });
  }

  #forget(): void {
    this.#clear();
    this.#change({ ...NO_FILES, arrangement: this.#state.arrangement, acts: this.#state.acts });
  }

  #list(path: string, arrangement: Arrangement, fresh: boolean, select: string | null): void {
    const listing = ++this.#numbers;
    if (!this.send({ type: "files/list", listing, path, ...arrangement, fresh })) return;
    this.#link = null;
    this.#fresh = true;
    this.#wanted = select;
    const same = this.#state.folder?.path === path;
    if (!same) this.#clear();
    this.#asked.clear();
    const before = same ? this.#state.folder : null;
    const folder = { path, listing, total: before?.total ?? 0, all: before?.all ?? 0, reading: true, cut: false, fault: null };
    this.#change({ folder, arrangement, ...(same ? {} : { cursor: 0 }) });
  }

  #clear(): void {
    this.#rows.clear();
    this.#asked.clear();
  }

  #placed(places: readonly FilePlace[]): void {
    this.#change({ places, fault: null });
    const home = places[0];
    if (home && this.#state.folder === null) this.open(home.path);
  }

  #came({ listing, first, rows, total, all, reading, cut }: FolderRows): void {
    const { folder } = this.#state;
    if (listing !== folder?.listing) return;
    const again = first === 0 && (reading !== folder.reading || (rows.length > 0 && !this.#asked.has(0)));
    if (this.#fresh || again || total === 0) this.#clear();
    this.#fresh = false;
    rows.forEach((row, at) => this.#rows.set(first + at, row));
    const cursor = Math.max(0, Math.min(this.#found() ?? this.#state.cursor, total - 1));
    this.#change({ folder: { ...folder, total, all, reading, cut }, cursor, version: this.#state.version + 1 });
  }

  /** Where the row with the wanted name is, if it has come. */
  #found(): number | null {
    if (this.#wanted === null) return null;
    for (const [at, row] of this.#rows) {
      if (row.name === this.#wanted) return at;
    }
    return null;
  }

  #closed(listing: number, fault: FileFault): void {
    const { folder } = this.#state;
    if (listing === 0) return this.#change({ fault });
    if (listing !== folder?.listing) return;
    const link = this.#link?.listing === listing ? this.#link : null;
    this.#clear();
    this.#change({ folder: { ...folder, total: 0, all: 0, reading: false, fault } });
    if (!link) return;
    this.open(folderOf(link.path), nameOf(link.path));
    this.view(link.path);
  }

  #opened(about: TextOpened): void {
    const { text } = this.#state;
    if (text?.act !== about.act) return;
    this.#change({ text: { ...text, about, coming: about.parts } });
    if (about.parts === 0) this.#update(about.act, { state: "done" });
  }

  #textCame(act: number, part: string): void {
    const { text } = this.#state;
    if (text?.act !== act || text.coming === 0) return;
    const whole = text.text + part;
    // Seen from its first part on and then as a whole: laid out anew for each part, it would keep the page from the line.
    const draft = text.coming === 1 || text.draft === "" ? whole : text.draft;
    this.#change({ text: { ...text, text: whole, draft, coming: text.coming - 1 } });
    if (text.coming === 1) this.#update(act, { state: "done" });
  }

  #done(number: number, name: string): void {
    const act = this.#state.acts.find((one) => one.number === number);
    this.#update(number, { state: "done", name });
    if (act?.kind === "save") {
      const { text } = this.#state;
      if (text) this.#change({ text: { ...text, text: text.draft } });
    } else this.refresh(act?.kind === "trash" ? null : name);
  }

  #failed(number: number, fault: FileFault): void {
    this.#update(number, { state: fault });
    if (this.#state.text?.act === number) this.#change({ text: null });
  }

  #begin(kind: ActKind, name: string, message: (act: number) => ConsoleMessage): number | null {
    const number = ++this.#numbers;
    if (!this.send(message(number))) return null;
    const act: Act = { number, kind, name, state: "running", done: 0, total: null };
    const before = this.#state.acts;
    const over = before.filter((one) => !isUnderWay(one)).slice(-MOST_DONE);
    this.#change({ acts: [...over, ...before.filter(isUnderWay), act] });
    return number;
  }

  #update(number: number, change: Partial<Act>): void {
    this.#change({ acts: this.#state.acts.map((act) => (act.number === number ? { ...act, ...change } : act)) });
  }

  #has(first: number, end: number): boolean {
    for (let at = first; at < end; at++) {
      if (!this.#rows.has(at)) return false;
    }
    return true;
  }

  #change(change: Partial<FilesState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
