/**
 * Where what is taken is put: a file or folder that the technician chose, or room of the browser's own from which the
 * whole file is then handed over like a download. What is not whole never has the final name: `createWritable` writes
 * beside it until it is closed.
 */

import { freeName, localName } from "../files/local_names";
import { offer, saveAs } from "../saving";

/** What every name in the browser's own room begins with. */
const OURS = "transfer-";
/** Bytes up to which a file is handed over from memory: its copy in that room then goes at once. */
const MOST_IN_MEMORY = 64 * 1024 * 1024;

export interface Store {
  /** Return a folder for what the wire calls so; its parent was asked for before. */
  folder(path: string): Promise<void>;
  /** Return the file for what the wire calls so. */
  file(path: string): Promise<FileSystemFileHandle>;
  /** Take note that everything is here. */
  finish(): Promise<void>;
  /** Leave nothing that is not whole. */
  drop(): Promise<void>;
}

interface Pickers {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
  showDirectoryPicker?(options: { id: string; mode: "readwrite" }): Promise<FileSystemDirectoryHandle>;
}

const pickers = (): Pickers => window as Pickers;

/** Say whether this browser lets a whole folder be written. */
export function canTakeFolders(): boolean {
  return pickers().showDirectoryPicker !== undefined;
}

/** Have the technician choose, in their own dialog; null when they do not. Call it from a press. */
export async function choose(wireName: string, isFolder: boolean): Promise<Store | null> {
  const name = localName(wireName);
  try {
    if (isFolder) {
      const folder = await pickers().showDirectoryPicker?.({ id: "handrail", mode: "readwrite" });
      return folder ? new FolderStore(folder) : null;
    }
    const file = await pickers().showSaveFilePicker?.({ suggestedName: name });
    return file ? new OneFile(file) : await BrowserFile.make(name);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}

class OneFile implements Store {
  constructor(protected readonly handle: FileSystemFileHandle) {}

  async folder(): Promise<void> {}

  async file(): Promise<FileSystemFileHandle> {
    return this.handle;
  }

  async finish(): Promise<void> {}

  /** The dialog made an empty file, which the technician may have had before: it is theirs. */
  async drop(): Promise<void> {}
}

/**
 * A file in the browser's own room (OPFS), handed over as a download once it is whole.
 *
 * Nobody says when the browser has read a download: a large file stays there until the page is left.
 */
export class BrowserFile extends OneFile {
  private constructor(
    handle: FileSystemFileHandle,
    private readonly room: FileSystemDirectoryHandle,
    private readonly name: string,
  ) {
    super(handle);
  }

  static async make(name: string): Promise<BrowserFile> {
    const room = await navigator.storage.getDirectory();
    await sweep(room);
    const held = await hold(`${OURS}${crypto.randomUUID()}`);
    return new BrowserFile(await room.getFileHandle(held, { create: true }), room, name);
  }

  override async finish(): Promise<void> {
    const file = await this.handle.getFile();
    if (file.size <= MOST_IN_MEMORY) {
      saveAs(this.name, "application/octet-stream", new Uint8Array(await file.arrayBuffer()));
      return this.drop();
    }
    offer(this.name, file);
    window.addEventListener("pagehide", () => void this.drop());
  }

  override async drop(): Promise<void> {
    await this.room.removeEntry(this.handle.name).catch(ignoreMissing);
  }
}

export class FolderStore implements Store {
  private readonly folders = new Map<string, { readonly handle: FileSystemDirectoryHandle; readonly taken: Set<string> }>();

  constructor(private readonly root: FileSystemDirectoryHandle) {}

  async folder(path: string): Promise<void> {
    if (this.folders.has(path)) return;
    const [parent, name] = await this.place(path);
    const handle = await parent.handle.getDirectoryHandle(name, { create: true });
    this.folders.set(path, { handle, taken: new Set() });
  }

  async file(path: string): Promise<FileSystemFileHandle> {
    const [parent, name] = await this.place(path);
    return parent.handle.getFileHandle(name, { create: true });
  }

  async finish(): Promise<void> {}

  async drop(): Promise<void> {}

  /** Return the folder that a path lies in, and a name in it that nothing here has. */
  private async place(path: string): Promise<[{ readonly handle: FileSystemDirectoryHandle }, string]> {
    const cut = path.lastIndexOf("/");
    const parent = cut === -1 ? await this.top() : this.folders.get(path.slice(0, cut));
    if (!parent) throw new DOMException("its folder did not come", "NotFoundError");
    const name = freeName(localName(path.slice(cut + 1)), parent.taken);
    parent.taken.add(name.toLowerCase());
    return [parent, name];
  }

  private async top(): Promise<{ readonly handle: FileSystemDirectoryHandle; readonly taken: Set<string> }> {
    const taken = new Set<string>();
    for await (const name of this.root.keys()) taken.add(name.toLowerCase());
    return { handle: this.root, taken };
  }
}

/** Keep a name in the browser's own room for this page as long as it lives; return it. */
function hold(name: string): Promise<string> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => {
      resolve(name);
      return new Promise(() => {});
    });
  });
}

/** Take away what pages that ended without a word left in that room; listed first, or a new page's would be taken too. */
async function sweep(room: FileSystemDirectoryHandle): Promise<void> {
  const there: string[] = [];
  for await (const name of room.keys()) there.push(name);
  const { held = [] } = await navigator.locks.query();
  const kept = new Set(held.map(({ name }) => name));
  for (const name of there) {
    if (name.startsWith(OURS) && !kept.has(name)) await room.removeEntry(name).catch(ignoreMissing);
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof DOMException)) throw error;
}
