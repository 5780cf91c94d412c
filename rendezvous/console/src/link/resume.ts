// Taking a lost line up again: the tag by which two sides find one another, and the keys of each meeting.
// Twin of agent/protocol/resume.py. Erased, it gives nothing any more: no meeting can follow.

import { type Bytes, concat, toHex, utf8 } from "./bytes";

export const NONCE_BYTES = 16;

/** The keys of one meeting. The names say who seals with which key. */
export interface MeetingKeys {
  readonly consoleSeals: Bytes;
  readonly agentSeals: Bytes;
  readonly bind: Bytes;
}

export class ResumeError extends Error {}

export class Resume {
  private constructor(private key: CryptoKey | null) {}

  static async from(key: Bytes): Promise<Resume> {
    return new Resume(await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]));
  }

  get erased(): boolean {
    return this.key === null;
  }

  /** Give the 32 bytes, in hexadecimal, by which the server brings both sides together. */
  async tag(): Promise<string> {
    return toHex(await this.derive(new Uint8Array(), "meet tag"));
  }

  /** Derive one meeting's keys: others for other nonces. */
  async keys(consoleNonce: Bytes, agentNonce: Bytes): Promise<MeetingKeys> {
    const derive = (name: string) => this.derive(concat(consoleNonce, agentNonce), `meet ${name}`);
    return {
      consoleSeals: await derive("console seals"),
      agentSeals: await derive("agent seals"),
      bind: await derive("bind"),
    };
  }

  /** Make any later meeting impossible. */
  erase(): void {
    this.key = null;
  }

  private async derive(salt: Bytes, name: string): Promise<Bytes> {
    if (this.key === null) throw new ResumeError("the line was given up");
    const parameters = { name: "HKDF", hash: "SHA-256", salt, info: utf8(`handrail/1 ${name}`) };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, this.key, 256));
  }
}
