/** Decodes the lossy video of moving areas with WebCodecs; tells which codecs this browser has. */

import type { VideoCodec, VideoPart } from "./wire";

const STRINGS: Record<VideoCodec, string> = { h264: "avc1.42E034", vp8: "vp8" };

/** As the agent converts: BT.709, limited range, and the screen's own curve. */
const COLOURS: VideoColorSpaceInit = { primaries: "bt709", transfer: "iec61966-2-1", matrix: "bt709", fullRange: false };

/** Ask this browser which video codecs it decodes, best first: send as `view/codecs` when the channel opens. */
export async function decodableCodecs(): Promise<VideoCodec[]> {
  if (!("VideoDecoder" in globalThis)) return [];
  const codecs: VideoCodec[] = ["h264", "vp8"];
  const supported = await Promise.all(codecs.map(supports));
  return codecs.filter((_, i) => supported[i]);
}

async function supports(codec: VideoCodec): Promise<boolean> {
  try {
    const config = { codec: STRINGS[codec], codedWidth: 1920, codedHeight: 1088, optimizeForLatency: true };
    return (await VideoDecoder.isConfigSupported(config)).supported === true;
  } catch {
    return false;
  }
}

interface Waiting {
  resolve(frame: VideoFrame): void;
  reject(error: Error): void;
}

/** One decoder, made anew at each key frame of another kind or size. */
export class VideoTrack {
  private decoder: VideoDecoder | undefined;
  private format = "";
  private readonly waiting = new Map<number, Waiting>();

  /** Decode one packet; `frame` is its number. Rejects on any decoder error, and then needs a key frame. */
  decode(part: VideoPart, frame: number): Promise<VideoFrame> {
    return new Promise((resolve, reject) => {
      try {
        const decoder = part.key ? this.open(part) : this.opened();
        this.waiting.set(frame, { resolve, reject });
        decoder.decode(
          new EncodedVideoChunk({ type: part.key ? "key" : "delta", timestamp: frame, data: part.packet }),
        );
      } catch (error) {
        this.waiting.delete(frame);
        reject(error instanceof Error ? error : new Error("the video decoder refused"));
      }
    });
  }

  close(): void {
    if (this.decoder && this.decoder.state !== "closed") this.decoder.close();
    this.decoder = undefined;
    this.format = "";
    for (const { reject } of this.waiting.values()) reject(new Error("the video decoder was closed"));
    this.waiting.clear();
  }

  private opened(): VideoDecoder {
    if (!this.decoder) throw new Error("a video packet before any key frame");
    return this.decoder;
  }

  private open(part: VideoPart): VideoDecoder {
    const format = `${part.codec} ${part.width} ${part.height}`;
    if (this.decoder && this.format === format) return this.decoder;
    const old = this.decoder;
    if (old) void old.flush().catch(() => undefined).finally(() => old.state !== "closed" && old.close());
    const decoder = new VideoDecoder({
      output: (image) => this.decoded(image),
      error: (error) => this.decoder === decoder && this.failed(error),
    });
    decoder.configure({
      codec: STRINGS[part.codec],
      codedWidth: part.width,
      codedHeight: part.height,
      colorSpace: COLOURS,
      optimizeForLatency: true,
    });
    this.decoder = decoder;
    this.format = format;
    return decoder;
  }

  private decoded(image: VideoFrame): void {
    const waiting = this.waiting.get(image.timestamp);
    this.waiting.delete(image.timestamp);
    if (waiting) waiting.resolve(image);
    else image.close();
  }

  private failed(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
    this.close();
  }
}
