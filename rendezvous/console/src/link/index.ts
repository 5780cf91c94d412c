// The technician's end of the link: code, pairing, peer connection. What crosses it is handed over unread.
// The link sends the heartbeat (`link/ping`, every second) and takes its answers (`link/pong`) itself.

export { type Code, CodeError, type CodeFault, formatCode, parseCode } from "./codes";
export type { Link, LinkEvents, LinkProblem, LinkStats, ProblemKind, Technician } from "./types";

import type { Link, LinkEvents, Technician } from "./types";

/** Use the code that the customer reads out. Throws CodeError, before anything is sent, when it is mistyped. */
export function joinWithCode(_code: string, _technician: Technician, _events: LinkEvents): Link {
  throw new Error("not yet");
}

/** Show a code for the customer: `onCode` brings it. */
export function issueCode(_technician: Technician, _events: LinkEvents): Link {
  throw new Error("not yet");
}
