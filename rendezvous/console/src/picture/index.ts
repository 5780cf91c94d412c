/** Decides in which order the agent's picture messages become pixels on one canvas; docs/protocol.md, "The picture". */

import { FrameAssembler } from "./assembler";
import { Rates } from "./rates";
import { decodeTile, type Drawable } from "./tiles";
import { VideoTrack } from "./video";
import { type Frame, type Part, readFrame, readMessage } from "./wire";

export { decodableCodecs } from "./video";
export type { VideoCodec } from "./wire";

export interface PictureCallbacks {
  /** Everything up to this frame is on the canvas: send `view/shown`. */
  onShown(frame: number): void;
  /** What is on the canvas from now on belongs to the `view/geometry` of that number. */
  onView(view: number): void;
  /** Something was lost or could not be decoded: send `view/refresh`. */
  onRefreshNeeded(): void;
}

export interface PictureStats {
  framesPerSecond: number;
  bytesPerSecond: number;
  frame: number;
}

/** Most frames waiting for their decoders; the agent's pacing stays far below. */
const MAX_WAITING = 64;

/** Draws the picture on a canvas at the stream's own size. */
export class PictureView {
  private readonly context: CanvasRenderingContext2D;
  private readonly assembler = new FrameAssembler();
  private readonly rates = new Rates();
  private readonly video = new VideoTrack();
  private tail: Promise<void> = Promise.resolve();
  private waiting = 0;
  private epoch = 0;
  private needsWhole = true;
  private asked = false;
  private closed = false;
  private frame = 0;
  private view: number | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly callbacks: PictureCallbacks,
  ) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser has no 2D canvas");
    this.context = context;
  }

  /** Take one message of the data channel `picture` (binaryType "arraybuffer"). Never throws. */
  receive(data: ArrayBuffer): void {
    if (this.closed) return;
    this.rates.add(performance.now(), data.byteLength, 0);
    try {
      const message = readMessage(data);
      const bytes = this.assembler.add(message);
      if (bytes) this.take(readFrame(bytes), message.frame);
    } catch {
      this.fail(this.epoch);
    }
  }

  stats(): PictureStats {
    return { ...this.rates.at(performance.now()), frame: this.frame };
  }

  close(): void {
    this.epoch++;
    this.closed = true;
    this.video.close();
  }

  /** Begin to decode a frame at once, and draw it when its turn comes: never before an older, never under one. */
  private take(frame: Frame, number: number): void {
    if (frame.whole) this.needsWhole = this.asked = false;
    if (this.needsWhole) return this.fail(this.epoch);
    if (this.waiting >= MAX_WAITING) return this.fail(this.epoch);
    const epoch = this.epoch;
    const images = frame.parts.map((part) => this.decode(part, number));
    this.waiting++;
    this.tail = Promise.allSettled([Promise.all(images), this.tail])
      .then(([decoded]) => {
        if (decoded.status === "rejected") this.fail(epoch);
        else if (epoch === this.epoch) this.show(frame, number, decoded.value);
      })
      .catch(() => this.fail(epoch))
      .finally(() => {
        this.waiting--;
        for (const image of images) image?.then((drawn) => drawn.close(), () => undefined);
      });
  }

  private decode(part: Part, frame: number): Promise<Drawable> | undefined {
    switch (part.kind) {
      case "copy":
        return undefined;
      case "tile":
        return decodeTile(part);
      case "video":
        return this.video.decode(part, frame);
    }
  }

  private show(frame: Frame, number: number, images: (Drawable | undefined)[]): void {
    this.resize(frame);
    frame.parts.forEach((part, i) => this.draw(part, images[i]));
    if (frame.view !== this.view) this.callbacks.onView((this.view = frame.view));
    this.frame = number;
    this.rates.add(performance.now(), 0, 1);
    this.callbacks.onShown(number);
  }

  private resize({ width, height }: Frame): void {
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.context.imageSmoothingEnabled = false;
  }

  private draw(part: Part, image: Drawable | undefined): void {
    const { x, y, width, height } = part.area;
    if (part.kind === "copy") this.context.drawImage(this.canvas, part.x, part.y, width, height, x, y, width, height);
    else if (image && part.kind === "tile") this.context.drawImage(image, x, y);
    else if (image && part.kind === "video")
      this.context.drawImage(image, part.x, part.y, width, height, x, y, width, height);
  }

  /** Ignore everything until a frame begins anew, and ask for that once. */
  private fail(epoch: number): void {
    if (epoch !== this.epoch) return;
    this.epoch++;
    this.needsWhole = true;
    this.video.close();
    if (this.asked) return;
    this.asked = true;
    this.callbacks.onRefreshNeeded();
  }
}
