// The real call, picture and bulk connection on a bare page, driven from outside (scripts/rigs/transfer.py): the agent at
// the other end sends and receives as fast as it may, and begins each chunk with how many bytes it has received.

import { whoAmI } from "../../src/api";
import { Call } from "../../src/call/call";
import { type Bulk, BulkGone, joinWithCode } from "../../src/link";

const CHUNK = 32 * 1024;

class Transfer {
  gone = false;
  /** Bytes that came here, and that the agent said came there. */
  here = 0;
  there = 0;
  private bulk: Bulk | null = null;

  constructor(readonly call: Call) {}

  /** Send as fast as the connection takes it, and take what comes. */
  begin(): void {
    const bulk = this.call.openBulk();
    this.bulk = bulk;
    this.gone = false;
    this.there = 0;
    for (const end of [this.send(bulk), this.receive(bulk)]) end.catch((error: unknown) => this.ended(error));
  }

  end(): void {
    this.bulk?.close();
  }

  private async send(bulk: Bulk): Promise<void> {
    const chunk = crypto.getRandomValues(new Uint8Array(CHUNK));
    for (;;) await bulk.send(chunk);
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

declare global {
  interface Window {
    transfer: Transfer;
  }
}

window.transfer = await start();
