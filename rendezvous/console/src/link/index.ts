// The technician's end of the link: code, pairing, peer connection. What crosses it is handed over unread.
// The link sends the heartbeat (`link/ping`, every second) and takes its answers (`link/pong`) itself.

import { parseCode } from "./codes";
import { introduceAsIssuer, introduceAsJoiner } from "./introduction";
import type { Bytes } from "./bytes";
import { ConsoleLink } from "./link";
import type { Link, LinkEvents, Technician } from "./types";

export { Bulk, BulkGone, type BulkHost } from "./bulk";
export { type Code, CodeError, type CodeFault, formatCode, parseCode } from "./codes";
export { Voice, type VoiceHost } from "./voice";
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

/** Meet the customer again after a restart, by the secret that both kept; look for them until `until`. */
export function comeBack(secret: Bytes, until: number, technician: Technician, events: LinkEvents): Link {
  return new ConsoleLink({ secret, until }, technician, events);
}
