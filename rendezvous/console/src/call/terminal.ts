/**
 * The terminal of one call: what the shell says, each once and in order, and what is typed, in portions of the wire's.
 *
 * Draws nothing. What came before there is something to draw on waits here; it is no more than the agent goes ahead.
 */

import {
  type AgentMessage,
  type ConsoleMessage,
  MAX_TYPED,
  type TerminalClosed,
  type TerminalEnd,
  type TerminalOpened,
  type TerminalOutput,
  type TerminalUnseen,
} from "../wire/messages";

export type FromTerminal = TerminalOpened | TerminalOutput | TerminalUnseen | TerminalClosed;

export function isOfTerminal(message: AgentMessage): message is FromTerminal {
  return message.type.startsWith("terminal/");
}

export interface TerminalState {
  /** unseen: the customer's window of it is minimised, and the shell waits. */
  readonly standing: "closed" | "opening" | "open" | "unseen";
  /** Why the last one is no more; null while there was none. */
  readonly end: TerminalEnd | null;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Draw text; `drawn` is called once it is on the screen. */
export type Draw = (text: string, drawn: () => void) => void;

/** The wire's bounds of a terminal's size. */
const LEAST: Size = { columns: 20, rows: 5 };
const MOST: Size = { columns: 240, rows: 80 };

export class CallTerminal {
  readonly #send: (message: ConsoleMessage) => boolean;
  readonly #listeners = new Set<() => void>();
  readonly #waiting: TerminalOutput[] = [];
  #state: TerminalState = { standing: "closed", end: null };
  #draw: Draw | null = null;
  #shell = 0;
  #heard = 0;
  #drawn = 0;

  constructor(send: (message: ConsoleMessage) => boolean) {
    this.#send = send;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): TerminalState => this.#state;

  /** Have what the shell says drawn; return how to stop that. */
  drawWith(draw: Draw): () => void {
    this.#draw = draw;
    for (const output of this.#waiting.splice(0)) this.#show(output);
    return () => {
      if (this.#draw === draw) this.#draw = null;
    };
  }

  open(size: Size): void {
    if (this.#state.standing !== "closed") return;
    if (this.#send({ type: "terminal/open", ...bounded(size) })) this.#become({ standing: "opening", end: null });
  }

  /** Type text; a character is never cut in two. */
  type(text: string): void {
    if (this.#state.standing !== "open") return;
    const characters = [...text];
    for (let at = 0; at < characters.length; at += MAX_TYPED) {
      this.#send({ type: "terminal/input", text: characters.slice(at, at + MAX_TYPED).join("") });
    }
  }

  resize(size: Size): void {
    if (this.#state.standing !== "closed") this.#send({ type: "terminal/resize", ...bounded(size) });
  }

  /** Close it; one that is only opening counts as closed at once, since the agent may never have heard of it. */
  close(): void {
    if (this.#state.standing === "closed") return;
    this.#send({ type: "terminal/close" });
    if (this.#state.standing === "opening") this.over("technician");
  }

  heard(message: FromTerminal): void {
    switch (message.type) {
      case "terminal/opened":
        return this.#become({ standing: "open", end: null });
      case "terminal/unseen":
        return this.#become({ standing: message.unseen ? "unseen" : "open", end: null });
      case "terminal/output":
        return this.#take(message);
      case "terminal/closed":
        return this.over(message.end);
    }
  }

  /** There is no shell any more: the agent said so, or the call is over. */
  over(end: TerminalEnd): void {
    if (this.#state.standing === "closed") return;
    this.#shell += 1;
    this.#heard = this.#drawn = 0;
    this.#waiting.length = 0;
    this.#become({ standing: "closed", end });
  }

  /** Take what comes next. What came before a pause may come again: it is said anew how far the drawing is. */
  #take(output: TerminalOutput): void {
    if (output.number <= this.#drawn) this.#tell();
    if (output.number !== this.#heard + 1) return;
    this.#heard = output.number;
    this.#show(output);
  }

  #show(output: TerminalOutput): void {
    if (this.#draw === null) return void this.#waiting.push(output);
    const shell = this.#shell;
    this.#draw(output.text, () => {
      if (shell !== this.#shell) return;
      this.#drawn = output.number;
      this.#tell();
    });
  }

  #tell(): void {
    this.#send({ type: "terminal/shown", number: this.#drawn });
  }

  #become(next: TerminalState): void {
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

/** Bring a size into the wire's bounds. */
export function bounded({ columns, rows }: Size): Size {
  const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(Math.floor(value), most));
  return { columns: between(LEAST.columns, columns, MOST.columns), rows: between(LEAST.rows, rows, MOST.rows) };
}
