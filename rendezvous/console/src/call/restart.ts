/** What is kept here over a restart of the customer's computer: the secret by which the two meet again, and until when. */

import { RESTART_SECONDS } from "../wire/messages";
import { toHex } from "../link/bytes";
import { type CallState, isOver } from "./state";

export const SECRET_BYTES = 32;

/** Only in this page's memory: a page that is reloaded has forgotten it. */
export interface Return {
  readonly secret: Uint8Array<ArrayBuffer>;
  /** On performance.now()'s clock. */
  readonly until: number;
}

/** Make the secret of one restart. */
export function newReturn(now = performance.now()): Return {
  return { secret: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)), until: now + RESTART_SECONDS * 1000 };
}

/** Write a secret as `restart/begin` says it. */
export function said(secret: Return["secret"]): string {
  return toHex(secret);
}

/** Say whether the customer's computer restarts now: the agent said so, or the line broke before it could. */
export function restarts(state: CallState): boolean {
  if (state.restart !== "asked" || !isOver(state)) return false;
  const reason = state.session?.end_reason ?? null;
  return reason === "restart" || (reason === null && state.problem !== null && state.problem.kind !== "tampered");
}
