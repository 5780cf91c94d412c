/**
 * The voice of one call: the technician's microphone, the customer's sound, and where both stand.
 *
 * The microphone is opened when the technician wants to talk, and closed with the connection, whoever ends that.
 */

import { Voice, type VoiceHost } from "../link";
import { type Devices, devices, NO_DEVICES, type NoMicrophone, openMicrophone } from "../sound_devices";
import { SoundLevel } from "../sound_level";
import type { AgentMessage, VoiceAnswer, VoiceEnd, VoiceEnded, VoiceStanding } from "../wire/messages";

export type FromVoice = VoiceAnswer | VoiceStanding | VoiceEnded;

export function isOfVoice(message: AgentMessage): message is FromVoice {
  return message.type.startsWith("voice/");
}

export interface VoiceState {
  readonly standing: "closed" | "opening" | "open";
  /** Why the last one is no more; null while there was none. */
  readonly end: VoiceEnd | null;
  readonly microphone: "open" | "muted" | NoMicrophone;
  /** What the agent said of the customer's side; null before. */
  readonly customer: VoiceStanding | null;
  readonly devices: Devices;
  readonly chosen: { readonly microphone: string; readonly loudspeaker: string };
}

const CLOSED: VoiceState = {
  standing: "closed",
  end: null,
  microphone: "open",
  customer: null,
  devices: NO_DEVICES,
  chosen: { microphone: "", loudspeaker: "" },
};

export class CallVoice {
  readonly #listeners = new Set<() => void>();
  #state = CLOSED;
  #voice: Voice | null = null;
  #track: MediaStreamTrack | null = null;
  #sound: MediaStream | null = null;
  #player: HTMLAudioElement | null = null;
  #context: AudioContext | null = null;
  #mine: SoundLevel | null = null;
  #theirs: SoundLevel | null = null;

  constructor(private readonly host: () => VoiceHost) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): VoiceState => this.#state;

  /** Play what the customer says by this element; null: by none. */
  playBy(player: HTMLAudioElement | null): void {
    this.#player = player;
    void this.#play();
  }

  /** Open the microphone and offer the connection. */
  async start(): Promise<void> {
    if (this.#state.standing !== "closed") return;
    this.#become({ standing: "opening", end: null, customer: null });
    this.#context = new AudioContext();
    if (!(await this.#openMicrophone())) return;
    this.#voice = new Voice(this.host(), this.#track, (sound) => this.#stands(sound), () => this.over("failed"));
  }

  /** End it, here and at the customer's. */
  close(): void {
    if (this.#state.standing === "closed") return;
    this.host().say({ type: "voice/end" });
    this.over("technician");
  }

  /** Send silence, or what the microphone hears. */
  mute(on: boolean): void {
    if (this.#track === null) return;
    this.#track.enabled = !on;
    this.#become({ microphone: on ? "muted" : "open" });
  }

  async chooseMicrophone(id: string): Promise<void> {
    this.#become({ chosen: { ...this.#state.chosen, microphone: id } });
    if (this.#state.standing !== "closed" && (await this.#openMicrophone())) this.#voice?.use(this.#track);
  }

  async chooseLoudspeaker(id: string): Promise<void> {
    this.#become({ chosen: { ...this.#state.chosen, loudspeaker: id } });
    await this.#play();
  }

  heard(message: FromVoice): void {
    switch (message.type) {
      case "voice/answer":
        return void this.#voice?.answered(message);
      case "voice/standing":
        return this.#become({ customer: message });
      case "voice/ended":
        return this.over(message.end);
    }
  }

  /** There is no voice any more: the agent said so, the connection is lost, or the call is over. */
  over(end: VoiceEnd): void {
    if (this.#state.standing === "closed") return;
    this.#become({ standing: "closed", end, customer: null });
    this.#voice?.close();
    this.#track?.stop();
    this.#mine?.close();
    this.#theirs?.close();
    void this.#context?.close();
    this.#voice = this.#track = this.#sound = this.#context = this.#mine = this.#theirs = null;
    void this.#play();
  }

  /** How loud both are now, from 0 to 1. */
  levels(): { readonly mine: number; readonly theirs: number } {
    return { mine: this.#mine?.read() ?? 0, theirs: this.#theirs?.read() ?? 0 };
  }

  /** Return whether the voice is still wanted once that is done; a microphone that comes too late is closed. */
  async #openMicrophone(): Promise<boolean> {
    const context = this.#context;
    const opened = await openMicrophone(this.#state.chosen.microphone);
    const all = await devices();
    const wanted = context !== null && context === this.#context;
    if (!wanted) {
      if (typeof opened !== "string") opened.stop();
      return false;
    }
    this.#track?.stop();
    this.#mine?.close();
    this.#track = typeof opened === "string" ? null : opened;
    this.#mine = this.#track && new SoundLevel(context, new MediaStream([this.#track]));
    const muted = this.#track !== null && this.#state.microphone === "muted";
    if (this.#track) this.#track.enabled = !muted;
    this.#become({ devices: all, microphone: typeof opened === "string" ? opened : muted ? "muted" : "open" });
    return true;
  }

  #stands(sound: MediaStream): void {
    if (this.#context === null || this.#state.standing !== "opening") return;
    this.#sound = sound;
    this.#theirs = new SoundLevel(this.#context, sound);
    void this.#play();
    this.#become({ standing: "open" });
  }

  async #play(): Promise<void> {
    const player = this.#player;
    if (player === null) return;
    player.srcObject = this.#sound;
    try {
      await player.setSinkId?.(this.#state.chosen.loudspeaker);
      if (this.#sound) await player.play();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // the device went away, or another sound came meanwhile
    }
  }

  #become(change: Partial<VoiceState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
