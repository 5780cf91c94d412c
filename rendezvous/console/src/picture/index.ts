/** Decides how the agent's picture messages become pixels on one canvas, in order; docs/protocol.md, "The picture". */

export interface PictureCallbacks {
  /** Everything up to this frame is on the canvas: send `view/shown`. */
  onShown(frame: number): void;
  /** Something was lost or could not be decoded: send `view/refresh`. */
  onRefreshNeeded(): void;
}

export interface PictureStats {
  framesPerSecond: number;
  bytesPerSecond: number;
  frame: number;
}

export type VideoCodec = "h264" | "vp8";

/** Ask this browser which video codecs it decodes, best first: send as `view/codecs` when the channel opens. */
export async function decodableCodecs(): Promise<VideoCodec[]> {
  return [];
}

/** Draws the picture on a canvas at the stream's own size. */
export class PictureView {
  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly callbacks: PictureCallbacks,
  ) {}

  /** Take one message of the data channel `picture` (binaryType "arraybuffer"). Never throws. */
  receive(_data: ArrayBuffer): void {}

  stats(): PictureStats {
    return { framesPerSecond: 0, bytesPerSecond: 0, frame: 0 };
  }

  close(): void {}
}
