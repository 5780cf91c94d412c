/** An export as the file that the customer's system reads in again. */

import type { Exported } from "../call/registry";
import { shownName } from "./names";
import type { Bytes } from "../link/bytes";
import type { RegistryKind } from "../wire/messages";

/** The file's name: the key's last one, as far as every system takes it. */
export function fileName({ path }: Pick<Exported, "path">, kind: RegistryKind): string {
  const name = shownName(path.at(-1) ?? "").replace(/[^\p{L}\p{N} ._-]/gu, "_").slice(0, 60);
  return `${name || "export"}.${kind === "windows" ? "reg" : "dconf"}`;
}

/** The file's bytes: UTF-16LE with its mark for regedit, UTF-8 for dconf. */
export function fileBytes(text: string, kind: RegistryKind): Bytes {
  if (kind !== "windows") return new TextEncoder().encode(text) as Bytes;
  const bytes = new Uint8Array(2 + 2 * text.length);
  bytes.set([0xff, 0xfe]);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes[2 + 2 * at] = unit & 255;
    bytes[3 + 2 * at] = unit >> 8;
  }
  return bytes;
}
