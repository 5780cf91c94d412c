// A way for sound: a peer connection of its own, offered inside the proved link, one audio line both ways.
// After a cut line, a pause or a withdrawal it is simply gone. Twin of agent/tools/voice/.

import type { EndVoice, OfferVoice, VoiceAnswer, VoiceCandidate } from "../wire/messages";
import { type Bytes, digest, same } from "./bytes";
import { fingerprint, SdpError } from "./sdp";

/** How long the agent's answer and the connection may take together. */
const OPENING_MS = 20_000;

export interface VoiceHost {
  readonly iceServers: readonly RTCIceServer[];
  /** Send on `control`; return whether it went. */
  say(message: OfferVoice | VoiceCandidate | EndVoice): boolean;
}

export class Voice {
  private readonly connection: RTCPeerConnection;
  private readonly line: RTCRtpTransceiver;
  private readonly opening: number;
  private agent: Bytes | null = null;
  private over = false;

  /** Offer it, sending `microphone` (null: nothing). `onSound` is told once the customer's sound may be played. */
  constructor(
    private readonly host: VoiceHost,
    microphone: MediaStreamTrack | null,
    private readonly onSound: (sound: MediaStream) => void,
    private readonly onGone: () => void,
  ) {
    this.connection = new RTCPeerConnection({ iceServers: [...host.iceServers] });
    this.line = this.connection.addTransceiver(microphone ?? "audio");
    this.connection.ondatachannel = () => this.close();
    this.connection.onconnectionstatechange = () => {
      const state = this.connection.connectionState;
      if (state === "connected") void this.verified();
      else if (state === "failed" || state === "closed") this.close();
    };
    this.opening = window.setTimeout(() => this.close(), OPENING_MS);
    void this.offer();
  }

  /** Take the agent's answer. */
  async answered({ sdp }: VoiceAnswer): Promise<void> {
    if (this.agent || this.over) return;
    try {
      this.agent = fingerprint(sdp, "audio");
      await this.connection.setRemoteDescription({ type: "answer", sdp });
    } catch (error) {
      if (!(error instanceof SdpError || error instanceof DOMException)) throw error;
      this.close();
    }
  }

  /** Send another microphone from now on. */
  use(microphone: MediaStreamTrack | null): void {
    if (!this.over) void this.line.sender.replaceTrack(microphone);
  }

  /** End at once. */
  close(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.opening);
    this.connection.close();
    this.onGone();
  }

  private async offer(): Promise<void> {
    await this.connection.setLocalDescription();
    const sdp = this.connection.localDescription?.sdp ?? "";
    if (this.over) return;
    if (!this.host.say({ type: "voice/offer", sdp })) return this.close();
    // from here on: a candidate before its offer would be another offer's
    this.connection.onicecandidate = ({ candidate }) => {
      if (!this.over && candidate?.candidate !== "") {
        this.host.say({ type: "voice/candidate", candidate: candidate?.candidate ?? "" });
      }
    };
  }

  /** The browser checked the certificate already; this is our own look at what it connected to. */
  private async verified(): Promise<void> {
    const [certificate] = this.line.sender.transport?.getRemoteCertificates() ?? [];
    const seen = certificate && (await digest("SHA-256", new Uint8Array(certificate)));
    if (!seen || !this.agent || !same(seen, this.agent)) return this.close();
    clearTimeout(this.opening);
    if (!this.over) this.onSound(new MediaStream([this.line.receiver.track]));
  }
}
