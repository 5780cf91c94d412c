/** What the technician chose to send: one file or one folder at a time, with all it holds, named as the wire writes it. */

import { typedName } from "../files/names";

export interface Source {
  /** From the transfer's own name on, as the wire writes it. */
  readonly path: string;
  /** Null: a folder. */
  readonly file: File | null;
}

export interface Parcel {
  readonly name: string;
  readonly sources: readonly Source[];
}

export function sizeOf({ sources }: Parcel): number {
  return sources.reduce((sum, { file }) => sum + (file?.size ?? 0), 0);
}

/** Milliseconds that the page may stand still at a time: the agent takes a longer silence for a lost line. */
const MOST_STILL_MS = 30;

/**
 * Have the size of each file known. The browser asks another process for each, some thousand a second, and the page
 * stands still meanwhile: here it moves on in between.
 */
export async function weighed(found: readonly Parcel[]): Promise<readonly Parcel[]> {
  let since = performance.now();
  for (const { file } of found.flatMap(({ sources }) => sources)) {
    if (file === null || file.size < 0 || performance.now() - since < MOST_STILL_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
  return found;
}

/** Sort what a file or folder dialog gave into parcels: a file for itself, or a folder with all its folders and files. */
export function parcels(files: Iterable<File>): Parcel[] {
  const found = new Map<string, Source[]>();
  let number = 0;
  for (const file of files) {
    const path = wirePath(file.webkitRelativePath || file.name);
    if (path === null) continue;
    const inFolder = path.includes("/");
    const key = inFolder ? path.slice(0, path.indexOf("/")) : `/${number++}`;
    const sources = found.get(key) ?? [];
    if (inFolder) addFolders(sources, path);
    sources.push({ path, file });
    found.set(key, sources);
  }
  return [...found.values()].map((sources) => ({ name: top(sources[0]!.path), sources }));
}

/** Read what was dropped, folders with all they hold. Call it at once: what was dropped is gone after the event. */
export async function dropped(items: DataTransferItemList): Promise<Parcel[]> {
  const entries = [...items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry());
  const read = entries.filter((entry) => entry !== null).map(async (entry) => ({ entry, sources: await sourcesOf(entry, "") }));
  return (await Promise.all(read)).filter(({ sources }) => sources.length > 0).map(({ sources }) => ({ name: top(sources[0]!.path), sources }));
}

async function sourcesOf(entry: FileSystemEntry, above: string): Promise<Source[]> {
  const name = typedName(entry.name);
  if (name === null) return [];
  const path = `${above}${name}`;
  if (entry.isFile) return [{ path, file: await new Promise<File>((ok, no) => (entry as FileSystemFileEntry).file(ok, no)) }];
  const found: Source[] = [{ path, file: null }];
  for (const inner of await listed(entry as FileSystemDirectoryEntry)) found.push(...(await sourcesOf(inner, `${path}/`)));
  return found;
}

/** A folder's entries, which come in lots. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const lot = await new Promise<FileSystemEntry[]>((ok, no) => reader.readEntries(ok, no));
    if (lot.length === 0) return found;
    found.push(...lot);
  }
}

/** Put in the folders on the way to a path that are not there yet. */
function addFolders(sources: Source[], path: string): void {
  const known = knownFolders(sources);
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const folder = path.slice(0, at);
    if (known.has(folder)) continue;
    known.add(folder);
    sources.push({ path: folder, file: null });
  }
}

const FOLDERS = new WeakMap<Source[], Set<string>>();

function knownFolders(sources: Source[]): Set<string> {
  const known = FOLDERS.get(sources) ?? new Set<string>();
  FOLDERS.set(sources, known);
  return known;
}

function wirePath(path: string): string | null {
  const names = path.split("/").map(typedName);
  return names.every((name) => name !== null) ? names.join("/") : null;
}

function top(path: string): string {
  return path.split("/", 1)[0] ?? path;
}
