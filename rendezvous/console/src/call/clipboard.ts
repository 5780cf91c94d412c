/**
 * The two clipboards, one transfer at a time each way, each begun by a button: what goes, how far, and what came of it.
 *
 * Few parts are under way: a third waits until one was taken, so that a withdrawal stops the bytes at once.
 */

import { type Bytes, fromBase64, toBase64, utf8 } from "../link/bytes";
import { CLIPBOARD_PART, CLIPBOARD_WINDOW, MAX_CLIPBOARD_IMAGE, MAX_CLIPBOARD_TEXT } from "../wire/messages";
import type { AgentMessage, ClipboardContent, ClipboardFault, ClipboardKind, ConsoleMessage } from "../wire/messages";
import { imageSize } from "./png";

/** How long the agent may say nothing before a transfer is given up; it has 30 s of its own. */
export const STALLED_MS = 40_000;

export type Received =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly image: Blob; readonly width: number; readonly height: number };

export interface Transfer {
  readonly done: number;
  /** Bytes; null while the agent has not said how many. */
  readonly size: number | null;
}

export type Way = "read" | "put";

export interface ClipboardState {
  readonly read: Transfer | null;
  readonly put: Transfer | null;
  readonly received: Received | null;
  /** What became of the last transfer each way. */
  readonly outcome: Readonly<Record<Way, "placed" | ClipboardFault | null>>;
}

export const EMPTY_CLIPBOARD: ClipboardState = { read: null, put: null, received: null, outcome: { read: null, put: null } };

export type ClipboardMessage = Extract<AgentMessage, { type: `clipboard/${string}` }>;

interface Reading {
  readonly number: number;
  content: ClipboardContent | null;
  parts: Bytes[];
  done: number;
}

interface Putting {
  readonly number: number;
  readonly data: Bytes;
  sent: number;
  taken: number;
}

const LIMITS: Record<ClipboardKind, number> = { text: MAX_CLIPBOARD_TEXT, image: MAX_CLIPBOARD_IMAGE };

export function isOfClipboard(message: AgentMessage): message is ClipboardMessage {
  return message.type.startsWith("clipboard/");
}

export class Clipboards {
  readonly #listeners = new Set<() => void>();
  readonly #timers: Record<Way, ReturnType<typeof setTimeout> | undefined> = { read: undefined, put: undefined };
  #state = EMPTY_CLIPBOARD;
  #numbers = 0;
  #reading: Reading | null = null;
  #putting: Putting | null = null;

  constructor(private readonly send: (message: ConsoleMessage) => boolean) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): ClipboardState => this.#state;

  /** Read what the customer copied, once. */
  read(): void {
    const number = ++this.#numbers;
    if (!this.send({ type: "clipboard/read", transfer: number })) return;
    this.#reading = { number, content: null, parts: [], done: 0 };
    this.#change({ read: { done: 0, size: null }, received: null }, "read", null);
    this.#wait("read");
  }

  putText(text: string): void {
    this.#put("text", utf8(text));
  }

  /** Put a PNG. */
  putImage(data: Bytes): void {
    this.#put("image", data);
  }

  /** Give up what is under way. */
  giveUp(way: Way): void {
    const number = (way === "read" ? this.#reading : this.#putting)?.number;
    if (number === undefined) return;
    this.send({ type: "clipboard/give_up", transfer: number });
    this.#end(way, "stopped");
  }

  /** Forget what was received. */
  forget(): void {
    this.#change({ received: null }, "read", null);
  }

  /** The line is cut or closed: nothing that was under way goes on. */
  cut(): void {
    if (this.#reading) this.#end("read", "stopped");
    if (this.#putting) this.#end("put", "stopped");
  }

  heard(message: ClipboardMessage): void {
    const { transfer } = message;
    if (transfer === this.#reading?.number) this.#heardOfReading(this.#reading, message);
    else if (transfer === this.#putting?.number) this.#heardOfPutting(this.#putting, message);
  }

  // --- out of the customer's ---

  #heardOfReading(reading: Reading, message: ClipboardMessage): void {
    if (message.type === "clipboard/failed") return this.#end("read", message.reason);
    if (message.type === "clipboard/content" && reading.content === null) {
      if (message.size > LIMITS[message.kind]) return this.giveUp("read");
      reading.content = message;
      this.#change({ read: { done: 0, size: message.size } });
    } else if (message.type === "clipboard/piece" && reading.content) this.#take(reading, reading.content, message.data);
  }

  #take(reading: Reading, content: ClipboardContent, data: string): void {
    const bytes = fromBase64(data);
    reading.parts.push(bytes);
    reading.done += bytes.length;
    if (reading.done > content.size) return this.giveUp("read");
    this.send({ type: "clipboard/took", transfer: reading.number });
    this.#change({ read: { done: reading.done, size: content.size } });
    if (reading.done < content.size) return this.#wait("read");
    void received(content.kind, new Blob(reading.parts, { type: "image/png" })).then((whole) => {
      if (this.#reading !== reading) return;
      if (whole) this.#change({ received: whole });
      this.#end("read", whole ? null : "unreadable");
    });
  }

  // --- into the customer's ---

  #put(kind: ClipboardKind, data: Bytes): void {
    const number = ++this.#numbers;
    if (data.length === 0) return;
    if (data.length > LIMITS[kind]) return this.#change({}, "put", "too_large");
    const type = kind === "text" ? "clipboard/put_text" : "clipboard/put_image";
    if (!this.send({ type, transfer: number, size: data.length })) return;
    this.#putting = { number, data, sent: 0, taken: 0 };
    this.#change({ put: { done: 0, size: data.length } }, "put", null);
    this.#sendParts(this.#putting);
  }

  #sendParts(putting: Putting): void {
    const upTo = putting.taken + CLIPBOARD_WINDOW * CLIPBOARD_PART;
    while (putting.sent < Math.min(upTo, putting.data.length)) {
      const part = putting.data.subarray(putting.sent, putting.sent + CLIPBOARD_PART);
      if (!this.send({ type: "clipboard/part", transfer: putting.number, data: toBase64(part) })) break;
      putting.sent += part.length;
    }
    this.#wait("put");
  }

  #heardOfPutting(putting: Putting, message: ClipboardMessage): void {
    if (message.type === "clipboard/failed") return this.#end("put", message.reason);
    if (message.type === "clipboard/placed") return this.#end("put", "placed");
    if (message.type !== "clipboard/taken") return;
    putting.taken = Math.min(putting.taken + CLIPBOARD_PART, putting.sent);
    this.#change({ put: { done: putting.taken, size: putting.data.length } });
    this.#sendParts(putting);
  }

  // --- both ---

  #wait(way: Way): void {
    clearTimeout(this.#timers[way]);
    this.#timers[way] = setTimeout(() => this.giveUp(way), STALLED_MS);
  }

  #end(way: Way, outcome: "placed" | ClipboardFault | null): void {
    clearTimeout(this.#timers[way]);
    if (way === "read") this.#reading = null;
    else this.#putting = null;
    this.#change({ [way]: null }, way, outcome);
  }

  #change(change: Partial<ClipboardState>, way?: Way, outcome: "placed" | ClipboardFault | null = null): void {
    const told = way ? { ...this.#state.outcome, [way]: outcome } : this.#state.outcome;
    this.#state = { ...this.#state, ...change, outcome: told };
    for (const listener of this.#listeners) listener();
  }
}

/** Make of the bytes what they are said to be; null when they are not. */
async function received(kind: ClipboardKind, blob: Blob): Promise<Received | null> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (kind === "text") {
    try {
      return { kind, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  }
  const size = imageSize(bytes);
  return size && { kind, image: blob, ...size };
}
