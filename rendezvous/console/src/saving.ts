/** Files that the technician keeps: each is offered as a download of the browser's. */

import type { Bytes } from "./link/bytes";

/** How long the browser may take to begin. */
const BEGIN_MS = 1000;

/** Offer a text, or bytes, as a file to keep. */
export function saveAs(name: string, type: string, content: string | Bytes): void {
  const url = offer(name, new Blob([content], { type: `${type};charset=utf-8` }));
  setTimeout(() => URL.revokeObjectURL(url), BEGIN_MS);
}

/** Offer a file; return its address, by which the browser may read it as long as it is not revoked. */
export function offer(name: string, content: Blob): string {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  return link.href;
}
