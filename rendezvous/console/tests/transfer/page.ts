// The real call, picture and bulk connection on a bare page, driven from outside (scripts/rigs/transfer.py): the agent at
// the other end sends and receives as fast as it may, and begins each chunk with how many bytes it has received.

import { whoAmI } from "../../src/api";
import { Call } from "../../src/call/call";
import { nameOf } from "../../src/files/names";
import { type Bulk, BulkGone, joinWithCode } from "../../src/link";
import { digest, toHex } from "../../src/link/bytes";
import { parcels, weighed } from "../../src/transfers/sources";
import { BrowserFile, FolderStore } from "../../src/transfers/store";

const CHUNK = 32 * 1024;

class Transfer {
  gone = false;
  /** Bytes that came here, that the agent said came there, and that left. */
  here = 0;
  there = 0;
  sent = 0;
  private bulk: Bulk | null = null;

  constructor(readonly call: Call) {}

  /** Send as fast as the connection takes it, and take what comes. */
  begin(ways: readonly ("send" | "receive")[] = ["send", "receive"]): void {
    const bulk = this.call.openBulk();
    this.bulk = bulk;
    this.gone = false;
    this.there = 0;
    for (const way of ways) this[way](bulk).catch((error: unknown) => this.ended(error));
  }

  end(): void {
    this.bulk?.close();
  }

  private async send(bulk: Bulk): Promise<void> {
    const chunk = crypto.getRandomValues(new Uint8Array(CHUNK));
    for (;;) {
      await bulk.send(chunk);
      this.sent += chunk.length;
    }
  }

  private async receive(bulk: Bulk): Promise<void> {
    for (;;) {
      const chunk = await bulk.receive();
      this.here += chunk.length;
      this.there = Number(new DataView(chunk.buffer, chunk.byteOffset).getBigUint64(0));
    }
  }

  private ended(error: unknown): void {
    if (!(error instanceof BulkGone)) throw error;
    this.gone = true;
  }
}

async function start(): Promise<Transfer> {
  const technician = await whoAmI();
  if (technician === null || technician === "unreachable") throw new Error("nobody is logged in");
  const code = location.hash.replace("#code=", "");
  const call = new Call((events) => joinWithCode(code, technician, events));
  let shown = false;
  call.subscribe(() => {
    if (shown || call.state().stage !== "open") return;
    shown = true;
    call.show(document.querySelector("canvas")!);
    call.ask("files_read");
    call.ask("files_write");
  });
  return new Transfer(call);
}

/** What a technician does in the panel, told from outside. */
class Moves {
  /** Into which of the customer's folders what is chosen in the page's two fields goes. */
  folder = "/";

  constructor(readonly call: Call) {
    for (const field of document.querySelectorAll("input")) {
      field.onchange = async () => call.transfers.bring(this.folder, await weighed(parcels(field.files ?? [])));
    }
  }

  async takeFile(path: string): Promise<void> {
    this.call.transfers.take(path, nameOf(path), await BrowserFile.make(nameOf(path)));
  }

  /** Take a file at once after doing nothing at all for a while, as a browser does that is busy with something else. */
  async takeFileLate(path: string, milliseconds: number): Promise<void> {
    const store = await BrowserFile.make(nameOf(path));
    for (const until = performance.now() + milliseconds; performance.now() < until; );
    this.call.transfers.take(path, nameOf(path), store);
  }

  async takeFolder(path: string): Promise<void> {
    this.call.transfers.take(path, nameOf(path), new FolderStore(await navigator.storage.getDirectory()));
  }

  /** The SHA-256 of each file of a folder that was taken, by its path here. */
  async digests(name: string): Promise<Record<string, string>> {
    const root = await navigator.storage.getDirectory();
    const found: Record<string, string> = {};
    await digestsOf(await root.getDirectoryHandle(name), name, found);
    return found;
  }

  /** Cut the connection as a broken line does. */
  cut(): void {
    this.call.openBulk().close();
  }
}

async function digestsOf(folder: FileSystemDirectoryHandle, path: string, found: Record<string, string>): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    const inner = `${path}/${name}`;
    if (handle instanceof FileSystemDirectoryHandle) await digestsOf(handle, inner, found);
    else found[inner] = toHex(await digest("SHA-256", new Uint8Array(await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer())));
  }
}

declare global {
  interface Window {
    transfer: Transfer;
    moves: Moves;
  }
}

window.transfer = await start();
window.moves = new Moves(window.transfer.call);
