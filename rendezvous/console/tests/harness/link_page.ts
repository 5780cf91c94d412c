// The real link code, on a page of its own, for rigs that drive it from outside (scripts/rigs/link_page.py).

import { fromHex, toHex } from "../../src/link/bytes";
import { Exchange, generator, importScalar, multiply } from "../../src/link/cpace";
import { issueCode, joinWithCode, type Link, type LinkEvents, type Technician } from "../../src/link/index";
import { Issuer, Joiner, type PairingContext } from "../../src/link/pairing";

type Said = { readonly at: number; readonly what: string; readonly value: unknown };

/** One link and all it said, in order. */
class Driven {
  readonly said: Said[] = [];
  link: Link | null = null;

  readonly events: LinkEvents = {
    onCode: (code) => this.say("code", code),
    onPaired: (technician) => this.say("paired", technician),
    onOpen: () => {
      this.say("open", null);
      this.link?.send("input", '{"type":"input/release"}');
    },
    onMessage: (text) => this.say("message", text),
    onPicture: (data) => this.say("picture", data.byteLength),
    onLost: () => this.say("lost", null),
    onBack: () => this.say("back", null),
    onClosed: (problem) => this.say("closed", problem),
  };

  join(code: string, technician: Technician): void {
    this.link = joinWithCode(code, technician, this.events);
  }

  issue(technician: Technician): void {
    this.link = issueCode(technician, this.events);
  }

  private say(what: string, value: unknown): void {
    this.said.push({ at: Date.now(), what, value });
  }
}

const rig = { Driven, Exchange, Issuer, Joiner, fromHex, generator, importScalar, multiply, toHex };

declare global {
  interface Window {
    rig: typeof rig;
  }
}

export type { PairingContext };
window.rig = rig;
