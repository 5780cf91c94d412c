/** What is said in place of the picture, and whether the call is over; null while the picture may be seen. */

import { type CallState, isOver, standing } from "../../call/state";
import type { Texts } from "../../lang";
import type { SessionState } from "../../wire/messages";

export interface Instead {
  lines: string[];
  over: boolean;
}

export function insteadOfPicture(state: CallState, texts: Texts): Instead | null {
  if (isOver(state)) return { lines: end(state, texts), over: true };
  const line = waiting(state, texts);
  return line === null ? null : { lines: [line], over: false };
}

function end({ session, problem }: CallState, texts: Texts): string[] {
  const lines = [session ? texts.live.closed : texts.live.neverOpened];
  if (session?.end_reason) lines.push(texts.ended[session.end_reason]);
  else if (problem) lines.push(texts.problem[problem.kind]);
  if (problem?.retryAfter) lines.push(texts.retryAfter(problem.retryAfter));
  return lines;
}

function waiting(state: CallState, { live }: Texts): string | null {
  const { session } = state;
  if (state.stage !== "open") return state.stage === "pairing" ? live.pairing : live.connecting;
  if (session?.phase === "paused") return live.pausedBy[pause(session)];
  switch (standing(state, "view")) {
    case "granted":
      return state.geometry ? null : live.waitingPicture;
    case "refused":
      return live.viewRefused;
    case "asked":
      return live.waitingView;
    case "not_asked":
      return live.askView;
  }
}

/** Say whose pause it is, or why the customer's computer paused by itself. */
function pause({ paused_by, pause_reason }: SessionState): "customer" | "technician" | "system" | "locked" | "prompt" {
  if (pause_reason === "locked" || pause_reason === "prompt") return pause_reason;
  return paused_by ?? "customer";
}
