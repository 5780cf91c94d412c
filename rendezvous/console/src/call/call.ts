/**
 * One call from the code to its end: feeds link events into the state, and is the one place that sends.
 *
 * Nothing goes out that the agent would refuse. View is asked for as soon as the link stands.
 */

import { Bulk, type Link, type LinkEvents, type LinkStats } from "../link";
import { decodableCodecs, type PictureStats, PictureView } from "../picture";
import { preferred } from "../preferences";
import { type ConsoleMessage, FIRST_STEPS, INPUT_TYPES, type JournalHead } from "../wire/messages";
import { MAX_CHAT, type Permission, QUALITY, TYPING_BEAT_SECONDS } from "../wire/messages";
import { CustomerPointer } from "../pointer/customer";
import { ReceiptKeeper } from "../receipt/keeper";
import { parseAgentMessage } from "../wire/parse";
import { isOfProcesses, Processes } from "./processes";
import { CallTerminal, isOfTerminal } from "./terminal";
import { CallVoice, isOfVoice } from "./voice";
import { Clipboards, isOfClipboard } from "./clipboard";
import { Files } from "./files";
import { type Exported, Registry } from "./registry";
import { fileBytes, fileName } from "../registry/file";
import { saveAs } from "../saving";
import { isOfRegistry } from "../wire/registry";
import { isOfFiles } from "../wire/files";
import { isOfTransfers } from "../wire/transfers";
import { Transfers } from "./transfers";
import { newReturn, restarts, type Return, said } from "./restart";
import { type CallEvent, type CallState, inputOpen, isOver, mayAnnotate, holds, mayHoldFiles, mayPoint, maySend, NEW_CALL, reduce, standing } from "./state";

export type StartLink = (events: LinkEvents) => Link;

export interface Figures {
  readonly link: LinkStats;
  readonly picture: PictureStats;
}

const NO_PICTURE: PictureStats = { framesPerSecond: 0, bytesPerSecond: 0, frame: 0 };
/** How long the line may take to come back once it counts as cut: LOST_MS of link.ts, and of the agent. */
const BACK_WITHIN_MS = 120_000;

/** Where what the technician wants most of the picture is kept. */
export const QUALITY_KEY = "quality";

const INPUT = new Set<string>(INPUT_TYPES);

export class Call {
  /** The customer's pointer; it changes by itself, beside the state. */
  readonly pointer = new CustomerPointer();
  readonly terminal = new CallTerminal((message) => this.send(message));
  /** The voice; it changes by itself, beside the state. */
  readonly voice = new CallVoice(() => ({ iceServers: this.#link.iceServers, say: this.send }));
  /** The customer's files; they change by themselves, beside the state. */
  readonly files = new Files((message) => this.send(message));
  /** What goes to and comes from the customer's folders; it changes by itself, beside the state. */
  readonly transfers = new Transfers(
    (message) => this.send(message),
    () => this.openBulk(),
    () => this.files.refresh(),
  );
  /** Programs, services and what starts by itself; they change by themselves, beside the state. */
  readonly processes = new Processes((message) => this.send(message));
  /** The customer's registry; it changes by itself, beside the state. */
  readonly registry = new Registry((message) => this.send(message), (exported) => this.#keep(exported));
  /** What goes between the two clipboards; it changes by itself, beside the state. */
  readonly clipboards = new Clipboards((message) => this.send(message));
  readonly #link: Link;
  readonly #listeners = new Set<() => void>();
  #state = NEW_CALL;
  #picture: PictureView | null = null;
  #receipts: ReceiptKeeper | null = null;
  #bulk: Bulk | null = null;
  #saidTyping = 0;
  #return: Return | null = null;

  /** Start a link; throws what `start` throws (CodeError) before anything was sent. */
  constructor(start: StartLink) {
    this.#link = start(this.#events());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): CallState => this.#state;

  /** Draw the picture on this canvas; return how to let go of it. A picture that runs already is asked for anew. */
  show(canvas: HTMLCanvasElement): () => void {
    const picture = new PictureView(canvas, {
      onShown: (frame) => this.send({ type: "view/shown", frame }),
      onView: (view) => this.#take({ type: "drawn", view }),
      onRefreshNeeded: () => this.send({ type: "view/refresh" }),
    });
    this.#picture = picture;
    this.send({ type: "view/refresh" });
    return () => {
      picture.close();
      if (this.#picture === picture) this.#picture = null;
    };
  }

  /** Send one message if the agent would let it pass. Return whether it went. */
  readonly send = (message: ConsoleMessage): boolean => {
    if (!maySend(this.#state, message.type)) return false;
    const channel = INPUT.has(message.type) ? "input" : "control";
    this.#link.send(channel, JSON.stringify(message));
    if (channel === "control") this.#take({ type: "sent", message, at: Date.now() });
    else this.pointer.sent(message);
    return true;
  };

  /** What keyboard and mouse ask before each message. */
  readonly gate = {
    open: (): boolean => inputOpen(this.#state),
    send: (message: ConsoleMessage): void => void this.send(message),
  };

  /** What the guide asks before each place it points at. */
  readonly guide = {
    open: (): boolean => mayPoint(this.#state),
    send: (message: ConsoleMessage): void => void this.send(message),
  };

  /** What the tools for showing things ask before each message. */
  readonly annotate = {
    open: (): boolean => mayAnnotate(this.#state),
    send: (message: ConsoleMessage): void => void (mayAnnotate(this.#state) && this.send(message)),
  };

  ask(permission: Permission): void {
    this.send({ type: "consent/request", permission });
  }

  say(text: string): boolean {
    return this.send({ type: "chat/say", text: [...text].slice(0, MAX_CHAT).join("") });
  }

  /** Let the customer see that a line is being written, not more often than it is shown for. */
  typing(now = Date.now()): void {
    if (now - this.#saidTyping < TYPING_BEAT_SECONDS * 1000) return;
    if (this.send({ type: "chat/typing" })) this.#saidTyping = now;
  }

  readChat(): void {
    if (this.#state.unread > 0) this.#take({ type: "read" });
  }

  /** Have the customer's computer restart, once; how to meet again is remembered here. */
  readonly restart = (): void => {
    const back = newReturn();
    if (this.send({ type: "restart/begin", secret: said(back.secret) })) this.#return = back;
  };

  /** Say whether the two may meet again, as the customer's computer restarts. */
  readonly comesBack = (): boolean => restarts(this.#state) && this.#return !== null;

  /** Give how to meet again, once. */
  takeReturn(): Return | null {
    const back = this.#return;
    this.#return = null;
    return back;
  }

  /** Say what the technician wants most of the picture. */
  sayQuality(): void {
    this.send({ type: "view/quality", quality: preferred(QUALITY_KEY, QUALITY, "automatic") });
  }

  /** A way for the bytes of files, in place of one that stands; gone at once where no access to files is granted. */
  openBulk(): Bulk {
    this.#bulk?.close();
    const bulk = new Bulk({ iceServers: this.#link.iceServers, say: this.send });
    this.#bulk = bulk;
    return bulk;
  }

  /** End the session at the customer's as well; without a link, only here: the customer's side ends by itself. */
  end(): void {
    if (!this.send({ type: "session/end" })) this.#link.close();
  }

  /** Let go of everything here. */
  close(): void {
    this.#picture?.close();
    this.#bulk?.close();
    this.voice.over("technician");
    this.#link.close();
  }

  /** The receipt that both sides signed, as a file to keep; null while there is none. */
  receipt(): string | null {
    return this.#receipts?.newest ? this.#receipts.file() : null;
  }

  async figures(): Promise<Figures> {
    return { link: await this.#link.stats(), picture: this.#picture?.stats() ?? NO_PICTURE };
  }

  #events(): LinkEvents {
    return {
      onCode: (text, expiresIn) => this.#take({ type: "code", text, until: performance.now() + expiresIn * 1000 }),
      onPaired: () => this.#take({ type: "paired" }),
      onOpen: () => void this.#opened(),
      onMessage: (text) => this.#heard(text),
      onPicture: (data) => this.#picture?.receive(data),
      onLost: () => {
        this.#bulk?.close();
        this.voice.over("failed");
        this.clipboards.cut();
        this.#take({ type: "lost", until: performance.now() + BACK_WITHIN_MS });
      },
      onBack: () => this.#back(),
      onClosed: (problem) => {
        this.#bulk?.close();
        this.clipboards.cut();
        this.#take({ type: "closed", problem });
      },
    };
  }

  async #opened(): Promise<void> {
    this.#take({ type: "open" });
    const [codecs, receipts] = await Promise.all([decodableCodecs(), ReceiptKeeper.make()]);
    this.#receipts = receipts;
    if (receipts) this.send({ type: "journal/key", public_key: receipts.publicKey });
    this.send({ type: "view/codecs", codecs });
    this.sayQuality();
    for (const permission of FIRST_STEPS) this.ask(permission);
  }

  /** What was chosen while the line was cut is said now. */
  #back(): void {
    this.#take({ type: "back" });
    this.sayQuality();
  }

  #heard(text: string): void {
    const message = parseAgentMessage(text);
    if (message === null) console.warn("a message that this console does not know was left aside");
    else if (message.type === "journal/head") void this.#countersign(message);
    else if (message.type === "view/pointer" || message.type === "view/pointer_shape") this.pointer.heard(message);
    else if (message.type === "bulk/answer" || message.type === "bulk/closed") this.#bulk?.heard(message);
    else if (isOfClipboard(message)) this.clipboards.heard(message);
    else if (isOfFiles(message)) this.files.heard(message);
    else if (isOfTransfers(message)) this.transfers.heard(message);
    else if (isOfRegistry(message)) this.registry.heard(message);
    else if (isOfProcesses(message)) this.processes.heard(message);
    else if (isOfTerminal(message)) this.terminal.heard(message);
    else if (isOfVoice(message)) this.voice.heard(message);
    else this.#take({ type: "heard", message, at: Date.now() });
  }

  /** Offer an export as a file. */
  #keep(exported: Exported): void {
    const kind = this.registry.state().begun?.kind ?? "windows";
    saveAs(fileName(exported, kind), "application/octet-stream", fileBytes(exported.text, kind));
  }

  /** Sign what the agent signed. The last one comes with the end of the session, when nothing else may be sent. */
  async #countersign(head: JournalHead): Promise<void> {
    const signed = await this.#receipts?.countersign(head);
    if (!signed) return;
    this.#link.send("control", JSON.stringify(signed));
    this.#take({ type: "receipted" });
  }

  #take(event: CallEvent): void {
    const next = reduce(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
    if (isOver(next) || standing(next, "terminal") !== "granted") this.terminal.over("not_allowed");
    if (!maySend(next, "voice/end")) this.voice.over("not_allowed");
    const may = { see: maySend(next, "files/list"), read: maySend(next, "files/view"), write: maySend(next, "files/trash") };
    this.files.stand(may, mayHoldFiles(next));
    const granted = { bring: holds(next, "files_write"), take: holds(next, "files_read") };
    this.transfers.stand({ bring: maySend(next, "transfers/bring"), take: maySend(next, "transfers/take") }, granted);
    this.processes.allow(maySend(next, "processes/list"));
    this.registry.stand(maySend(next, "registry/begin"), next.session?.granted.includes("registry") ?? false);
  }
}
