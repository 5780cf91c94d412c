/** Puts the messages of one frame together again; a frame that was cut off is dropped when the next one begins. */

import { MAX_FRAME, type Message, WireError } from "./wire";

export class FrameAssembler {
  private frame = -1;
  private chunks: Uint8Array<ArrayBuffer>[] = [];
  private bytes = 0;

  /** Add one message; returns the frame's bytes when it was the last. Throws WireError on a gap or too many bytes. */
  add(message: Message): Uint8Array<ArrayBuffer> | undefined {
    if (message.chunk === 0) this.begin(message.frame);
    if (message.frame !== this.frame || message.chunk !== this.chunks.length)
      throw new WireError("a message of the frame is missing");
    this.chunks.push(message.payload);
    this.bytes += message.payload.length;
    if (this.bytes > MAX_FRAME) throw new WireError("a frame of too many bytes");
    return message.last ? this.finish() : undefined;
  }

  private begin(frame: number): void {
    this.frame = frame;
    this.chunks = [];
    this.bytes = 0;
  }

  private finish(): Uint8Array<ArrayBuffer> {
    const [only] = this.chunks;
    let whole = this.chunks.length === 1 && only ? only : new Uint8Array(this.bytes);
    if (whole !== only) {
      let at = 0;
      for (const chunk of this.chunks) {
        whole.set(chunk, at);
        at += chunk.length;
      }
    }
    this.begin(-1);
    return whole;
  }
}
