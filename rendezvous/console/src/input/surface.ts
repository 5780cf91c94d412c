/**
 * Binds the picture to the customer's mouse and keyboard: DOM events in, wire messages out, and only while the gate is
 * open. Keys come through a text field, since only there do dead keys and input methods compose.
 */

import type { ConsoleMessage } from "../wire/messages";
import type { Point } from "./coordinates";
import { Heartbeat } from "./heartbeat";
import { Keyboard } from "./keyboard";
import { Pointer } from "./pointer";
import { isShortcut } from "./shortcuts";

/** MouseEvent.buttons' bit to MouseEvent.button. */
const BUTTONS: [number, number][] = [[1, 0], [4, 1], [2, 2], [8, 3], [16, 4]];

export interface Gate {
  /** Say whether input may be sent now. */
  open(): boolean;
  send(message: ConsoleMessage): void;
}

/** Say which pixel of the desktop a place in the viewport shows. */
export type Locate = (at: { clientX: number; clientY: number }) => Point;

export class InputSurface {
  readonly #keyboard: Keyboard;
  readonly #pointer: Pointer;
  readonly #heartbeat: Heartbeat;
  readonly #bound = new AbortController();

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly keys: HTMLTextAreaElement,
    private readonly gate: Gate,
    private readonly locate: Locate,
  ) {
    const send = (message: ConsoleMessage): void => {
      if (!gate.open()) return;
      gate.send(message);
      if ("down" in message && message.down) this.#heartbeat.start();
    };
    this.#keyboard = new Keyboard(send);
    this.#pointer = new Pointer(send, (run) => requestAnimationFrame(run));
    this.#heartbeat = new Heartbeat(() => this.#keyboard.holding || this.#pointer.holding, send);
    this.#bindPointer();
    this.#bindKeys();
    this.#bindLoss();
  }

  /** Release what is held and let go of the page. */
  close(): void {
    this.release();
    this.#heartbeat.stop();
    this.#bound.abort();
  }

  /** Let go of all keys and buttons, here and at the customer's. */
  release(): void {
    const keys = this.#keyboard.forget();
    const buttons = this.#pointer.forget();
    if (keys || buttons) this.gate.send({ type: "input/release" });
  }

  #bindPointer(): void {
    const { canvas } = this;
    this.#on(canvas, "pointerdown", (event) => {
      this.keys.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      this.#buttons(event);
    });
    this.#on(canvas, "pointerup", (event) => this.#buttons(event));
    this.#on(canvas, "pointermove", (event) => this.#moved(event));
    this.#on(canvas, "pointercancel", () => this.release());
    this.#on(canvas, "wheel", (event) => this.#turned(event));
    this.#on(canvas, "focus", () => this.keys.focus({ preventScroll: true }));
    for (const type of ["mousedown", "mouseup", "auxclick", "contextmenu", "dragstart"] as const) {
      this.#on(canvas, type, (event) => event.preventDefault());
    }
  }

  #bindKeys(): void {
    const { keys } = this;
    this.#on(keys, "keydown", (event) => {
      if (isShortcut(event)) return this.release();
      if (!this.gate.open()) return;
      if (this.#keyboard.down(event)) event.preventDefault();
      if (this.#pointer.holding) this.#keyboard.useModifiers();
    });
    this.#on(keys, "keyup", (event) => this.#keyboard.up(event));
    this.#on(keys, "compositionend", (event) => this.#typed(event.data));
    this.#on(keys, "input", (event) => {
      if (!(event as InputEvent).isComposing) this.#typed(keys.value);
    });
  }

  #bindLoss(): void {
    this.#on(this.keys, "blur", () => this.release());
    window.addEventListener("blur", () => this.release(), { signal: this.#bound.signal });
    window.addEventListener("pagehide", () => this.release(), { signal: this.#bound.signal });
    const hidden = (): void => {
      if (document.hidden) this.release();
    };
    document.addEventListener("visibilitychange", hidden, { signal: this.#bound.signal });
  }

  #on<K extends keyof HTMLElementEventMap>(
    element: HTMLElement,
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ): void {
    element.addEventListener(type, listener, { signal: this.#bound.signal, passive: false });
  }

  #moved(event: PointerEvent): void {
    if (!this.gate.open()) return;
    if (event.button >= 0) this.#buttons(event);
    else this.#pointer.move(this.locate(event));
  }

  /** Bring the customer's buttons to what is held here: a second button comes as a move (Pointer Events 3, 4.2.2). */
  #buttons(event: PointerEvent): void {
    event.preventDefault();
    if (!this.gate.open()) return;
    this.#useModifiers(event);
    for (const [bit, button] of BUTTONS) this.#pointer.button(this.locate(event), button, (event.buttons & bit) !== 0);
  }

  #turned(event: WheelEvent): void {
    event.preventDefault();
    if (!this.gate.open()) return;
    this.#useModifiers(event);
    this.#pointer.turn(this.locate(event), event);
  }

  #useModifiers(event: MouseEvent): void {
    this.#keyboard.adopt(event);
    this.#keyboard.useModifiers();
  }

  #typed(text: string): void {
    this.keys.value = "";
    if (text !== "" && this.gate.open()) this.#keyboard.text(text);
  }
}
