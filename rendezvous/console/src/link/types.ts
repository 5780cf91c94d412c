// What the views see of a link: its events, its problems, its figures.

/** Who asks: set by the administrator, bound into the pairing (agent/protocol/signalling.py). */
export interface Technician {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
}

/** Why a link ended; the views have a sentence for each. Same words as agent/transport/events.py. */
export type ProblemKind =
  | "unreachable" // the server cannot be reached, or was lost before the link stood
  | "signed_out" // the log-in is over: the server refused the socket
  | "version"
  | "code" // unknown, used, expired and taken answer alike
  | "wrong_code" // the secret digits differ; the code is burned
  | "expired"
  | "rate"
  | "busy"
  | "tampered"
  | "timeout"
  | "no_route"
  | "peer_gone"
  | "lost"
  | "unsupported" // this browser lacks X25519 in WebCrypto
  | "fault"; // this program erred

export interface LinkProblem {
  readonly kind: ProblemKind;
  /** For the log, in English, without secrets. */
  readonly detail: string;
  /** Seconds to wait, with `rate`. */
  readonly retryAfter?: number;
}

export interface LinkEvents {
  /** The code to show ("1234 5678 9012") and for how many seconds it may be used. Only after issueCode. */
  onCode(code: string, expiresIn: number): void;
  /** The other side knew the code. */
  onPaired(technician: Technician): void;
  /** The channels stand and are bound to the pairing: `send` works. */
  onOpen(): void;
  /** A message on `control` (text, unparsed; `link/pong` is not among them). */
  onMessage(text: string): void;
  /** A packet on `picture` (agent/media/wire.py). */
  onPicture(data: ArrayBuffer): void;
  /** Nothing was heard for 2.5 s. */
  onLost(): void;
  /** Something was heard again after onLost. */
  onBack(): void;
  /** The end, said once and last; null only when our own `close()` ended it. */
  onClosed(problem: LinkProblem | null): void;
}

export interface LinkStats {
  /** Of the last heartbeat, in milliseconds; null before the first answer. */
  readonly roundTripMs: number | null;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Whether the traffic goes over a relay; null while unknown. */
  readonly relayed: boolean | null;
}

export interface Link {
  /** Queue one message. Dropped before onOpen and after the end. */
  send(channel: "control" | "input", text: string): void;
  /** Bytes queued on a channel and not yet sent. */
  buffered(channel: "control" | "input"): number;
  stats(): Promise<LinkStats>;
  /** The servers by which the other side may be reached now. */
  readonly iceServers: readonly RTCIceServer[];
  /** End at once: nothing is sent or delivered after this. onClosed(null) is called. */
  close(): void;
}
