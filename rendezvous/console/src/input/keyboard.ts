/**
 * Decides which keys go to the customer, and as what.
 *
 * Modifiers wait until something is done with them, so that a shortcut of the console never reaches the customer and
 * the Control that Windows invents for AltGr is dropped. AltGr itself is never sent: the character it makes is. Dead
 * keys and input methods compose on this side; the result goes as text. Repeats are left to the customer's system.
 */

import type { PressKey, TypeText } from "../wire/messages";

export type KeyMessage = PressKey | TypeText;

export interface WithModifiers {
  getModifierState(key: string): boolean;
}

export interface KeyLike extends WithModifiers {
  code: string;
  key: string;
  repeat: boolean;
  isComposing: boolean;
}

/** Their state is in the characters already; sent as well, it would count twice. */
const LOCKS = new Set(["CapsLock", "NumLock"]);
const MODIFIERS = /^(Control|Alt|Shift|Meta|OS)(Left|Right)$/;
const FAMILIES = ["Control", "Alt", "Shift", "Meta"];
const MAKE_ALTGR = /^(Control|Alt)(Left|Right)$/;
/** Bounds of the wire's `input/key` and `input/text`. */
const KNOWN = /^[A-Za-z0-9]{0,32}$/;
const MOST_TEXT = 500;

function isSendable(event: KeyLike): boolean {
  return KNOWN.test(event.code) && event.key.length <= 32 && !LOCKS.has(event.code);
}

export class Keyboard {
  #waiting = new Map<string, string>();
  #held = new Map<string, string>();

  constructor(private readonly send: (message: KeyMessage) => void) {}

  /** Take a key going down. Return true when the browser must not act on it. */
  down(event: KeyLike): boolean {
    if (event.isComposing || event.key === "Dead" || event.key === "Process" || event.key === "Unidentified") {
      return false;
    }
    if (event.key === "AltGraph") this.#dropInvented();
    if (event.repeat || event.key === "AltGraph" || !isSendable(event)) return true;
    if (MODIFIERS.test(event.code)) {
      this.#waiting.set(event.code, event.key);
      return true;
    }
    if (event.getModifierState("AltGraph")) this.#dropInvented();
    this.useModifiers();
    this.#press(event.code, event.key);
    return true;
  }

  /** Take a key going up. */
  up(event: KeyLike): void {
    const waiting = this.#waiting.get(event.code);
    if (waiting !== undefined) {
      this.#waiting.delete(event.code);
      this.#press(event.code, waiting);
    }
    this.#release(event.code);
    if (MODIFIERS.test(event.code)) this.#releaseFamilies(event);
    if (event.code.startsWith("Meta")) this.#releaseOthers();
  }

  /** Let wait the modifiers that a click is made with though their keys went down elsewhere on the page. */
  adopt(event: WithModifiers): void {
    if (event.getModifierState("AltGraph")) return;
    for (const family of FAMILIES) {
      if (event.getModifierState(family) && this.#ofFamily(family).length === 0) this.#waiting.set(`${family}Left`, family);
    }
  }

  /** Press the modifiers that wait: a key, a click or the wheel is about to be used with them. */
  useModifiers(): void {
    for (const [code, key] of this.#waiting) this.#press(code, key);
    this.#waiting.clear();
  }

  /** Type what was composed or inserted. */
  text(text: string): void {
    const characters = [...text];
    for (let at = 0; at < characters.length; at += MOST_TEXT) {
      this.send({ type: "input/text", text: characters.slice(at, at + MOST_TEXT).join("") });
    }
  }

  get holding(): boolean {
    return this.#held.size > 0;
  }

  /** Forget everything held: the customer's side was told, or releases by itself. Return whether something was. */
  forget(): boolean {
    const something = this.#held.size > 0;
    this.#held.clear();
    this.#waiting.clear();
    return something;
  }

  #press(code: string, key: string): void {
    this.#held.set(code, key);
    this.send({ type: "input/key", code, key, down: true });
  }

  #release(code: string): void {
    const key = this.#held.get(code);
    if (key === undefined) return;
    this.#held.delete(code);
    this.send({ type: "input/key", code, key, down: false });
  }

  #ofFamily(family: string): string[] {
    return [...this.#waiting.keys(), ...this.#held.keys()].filter((code) => code.startsWith(family));
  }

  /** A modifier that was adopted may be the right one of its keys: with none of them down, it is up. */
  #releaseFamilies(event: WithModifiers): void {
    for (const family of FAMILIES) {
      if (!event.getModifierState(family)) this.#ofFamily(family).forEach((code) => this.#release(code));
    }
  }

  /** Windows reports AltGr as Control and Alt; what waits of them was never meant as such. */
  #dropInvented(): void {
    for (const code of [...this.#waiting.keys()]) if (MAKE_ALTGR.test(code)) this.#waiting.delete(code);
  }

  /** macOS keeps back the release of a key while Command is held; with Command gone, all of them are. */
  #releaseOthers(): void {
    for (const code of [...this.#held.keys()]) if (!MODIFIERS.test(code)) this.#release(code);
  }
}
