/** Reads the bytes of the data channel `picture` (agent/media/wire.py writes them); every length is checked, every count bounded. */

const VERSION = 1;
const MESSAGE_HEAD = 8;
const FRAME_HEAD = 8;
const LAST = 1;
const WHOLE = 1;
const KEY = 1;
const MAX_SIDE = 16384;
const MAX_PARTS = 4096;

export const MAX_FRAME = 16 * 1024 * 1024;

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Message {
  frame: number;
  chunk: number;
  last: boolean;
  payload: Uint8Array<ArrayBuffer>;
}

export type VideoCodec = "h264" | "vp8";

export interface CopyPart {
  kind: "copy";
  area: Area;
  x: number;
  y: number;
}

export interface TilePart {
  kind: "tile";
  area: Area;
  webp: Uint8Array<ArrayBuffer>;
}

export interface VideoPart {
  kind: "video";
  area: Area;
  codec: VideoCodec;
  key: boolean;
  width: number;
  height: number;
  x: number;
  y: number;
  packet: Uint8Array<ArrayBuffer>;
}

export type Part = CopyPart | TilePart | VideoPart;

export interface Frame {
  width: number;
  height: number;
  whole: boolean;
  /** Which `view/geometry` it belongs to. */
  view: number;
  parts: Part[];
}

/** What arrived is not of this wire. */
export class WireError extends Error {}

const CODECS: Record<number, VideoCodec> = { 1: "h264", 2: "vp8" };

/** Read one message of the channel. Throws WireError. */
export function readMessage(data: ArrayBuffer): Message {
  if (data.byteLength < MESSAGE_HEAD) throw new WireError("a message without its head");
  const view = new DataView(data);
  if (view.getUint8(0) !== VERSION) throw new WireError("another version of the picture's wire");
  return {
    last: (view.getUint8(1) & LAST) !== 0,
    chunk: view.getUint16(2),
    frame: view.getUint32(4),
    payload: new Uint8Array(data, MESSAGE_HEAD),
  };
}

/** Read one whole frame. Throws WireError. */
export function readFrame(bytes: Uint8Array<ArrayBuffer>): Frame {
  const reader = new Reader(bytes);
  const [width, height] = [reader.u16(), reader.u16()];
  const whole = (reader.u8() & WHOLE) !== 0;
  const view = reader.u8();
  const count = reader.u16();
  if (!width || !height || width > MAX_SIDE || height > MAX_SIDE) throw new WireError("a picture of impossible size");
  if (count > MAX_PARTS) throw new WireError("a frame of too many parts");
  const parts: Part[] = [];
  for (let i = 0; i < count; i++) parts.push(readPart(reader, width, height));
  if (!reader.atEnd) throw new WireError("bytes after the last part");
  return { width, height, whole, view, parts };
}

function readPart(reader: Reader, width: number, height: number): Part {
  const kind = reader.u8();
  const codec = CODECS[reader.u8()];
  const area = inside(reader.area(), width, height);
  switch (kind) {
    case 1: {
      const [x, y] = [reader.u16(), reader.u16()];
      inside({ ...area, x, y }, width, height);
      return { kind: "copy", area, x, y };
    }
    case 2:
      return { kind: "tile", area, webp: reader.data() };
    case 3:
      if (!codec) throw new WireError("an unknown codec");
      return readVideo(reader, area, codec);
    default:
      throw new WireError("a part of unknown kind");
  }
}

function readVideo(reader: Reader, area: Area, codec: VideoCodec): VideoPart {
  const key = (reader.u8() & KEY) !== 0;
  reader.u8();
  const [width, height, x, y] = [reader.u16(), reader.u16(), reader.u16(), reader.u16()];
  inside({ ...area, x, y }, width, height);
  return { kind: "video", area, codec, key, width, height, x, y, packet: reader.data() };
}

function inside(area: Area, width: number, height: number): Area {
  if (!area.width || !area.height || area.x + area.width > width || area.y + area.height > height)
    throw new WireError("an area outside the picture");
  return area;
}

class Reader {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array<ArrayBuffer>) {
    if (bytes.length < FRAME_HEAD) throw new WireError("a frame without its head");
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2));
  }

  area(): Area {
    return { x: this.u16(), y: this.u16(), width: this.u16(), height: this.u16() };
  }

  data(): Uint8Array<ArrayBuffer> {
    const length = this.view.getUint32(this.take(4));
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  private take(count: number): number {
    const start = this.at;
    if (start + count > this.bytes.length) throw new WireError("a frame that ends too soon");
    this.at = start + count;
    return start;
  }
}
