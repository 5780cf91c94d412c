/** A code handed over in the address: `/console/#code=123456789012`. The fragment never leaves the browser. */

import { keep } from "./kept";

/** A code to join with, once. */
export class HandedCode {
  constructor(private code: string | null) {}

  take(): string | null {
    const { code } = this;
    this.code = null;
    return code;
  }
}

/** Take the code out of the address bar at once, into the code field. */
export function takeCode(): HandedCode {
  const code = /^#code=([0-9 .-]{1,40})$/.exec(location.hash)?.[1] ?? null;
  if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
  if (code !== null) keep("code", code);
  return new HandedCode(code);
}
