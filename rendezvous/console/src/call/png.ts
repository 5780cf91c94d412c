/** How large a PNG is, read before a browser unfolds it; and a PNG made of whatever image a browser can decode. */

import type { Bytes } from "../link/bytes";
import { MAX_CLIPBOARD_PIXELS } from "../wire/messages";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Read width and height (PNG, 11.2.1); null for what is no PNG, or one with too many pixels. */
export function imageSize(bytes: Bytes): { width: number; height: number } | null {
  if (bytes.length < 33 || SIGNATURE.some((byte, at) => bytes[at] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return width > 0 && height > 0 && width * height <= MAX_CLIPBOARD_PIXELS ? { width, height } : null;
}

/** Draw an image anew as a PNG, so that what rides along in its file stays here; null for what is none, or too large. */
export async function asPng(image: Blob): Promise<Bytes | null> {
  try {
    const drawn = await createImageBitmap(image);
    const { width, height } = drawn;
    if (width * height > MAX_CLIPBOARD_PIXELS) return null;
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")?.drawImage(drawn, 0, 0);
    drawn.close();
    const blob = await canvas.convertToBlob({ type: "image/png" });
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
