// The technician's end of the link: code, pairing, peer connection. What crosses it is handed over unread.
// The link sends the heartbeat (`link/ping`, every second) and takes its answers (`link/pong`) itself.

import { parseCode } from "./codes";
import { introduceAsIssuer, introduceAsJoiner } from "./introduction";
import { ConsoleLink } from "./link";
import type { Link, LinkEvents, Technician } from "./types";

export { Bulk, BulkAborted, BulkGone, type BulkHost } from "./bulk";
export { type Code, CodeError, type CodeFault, formatCode, parseCode } from "./codes";
export type { Link, LinkEvents, LinkProblem, LinkStats, ProblemKind, Technician } from "./types";

/** Use the code that the customer reads out. Throws CodeError, before anything is sent, when it is mistyped. */
export function joinWithCode(code: string, technician: Technician, events: LinkEvents): Link {
  const parsed = parseCode(code);
  return new ConsoleLink((signalling) => introduceAsJoiner(signalling, parsed, technician), technician, events);
}

/** Show a code for the customer: `onCode` brings it. */
export function issueCode(technician: Technician, events: LinkEvents): Link {
  const show = (code: string, seconds: number) => events.onCode(code, seconds);
  return new ConsoleLink((signalling) => introduceAsIssuer(signalling, technician, show), technician, events);
}
