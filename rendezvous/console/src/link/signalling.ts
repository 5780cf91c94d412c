// The WebSocket to the rendezvous: typed frames in and out, and a reason when it fails.

import { type Bytes, fromBase64, toBase64 } from "./bytes";
import { type PeerGone, parseServerFrame, REFUSALS, type Refused, type Relay, type ServerFrame } from "./frames";
import type { LinkProblem, ProblemKind } from "./types";

/** Why the server closes the socket (docs/protocol.md "The socket"). */
const CLOSES: Readonly<Record<number, ProblemKind>> = { 4401: "signed_out", 4408: "expired", 4429: "rate" };

/** The link cannot go on. */
export class LinkFailure extends Error {
  constructor(
    readonly kind: ProblemKind,
    detail: string,
    readonly retryAfter?: number,
  ) {
    super(detail);
  }

  get problem(): LinkProblem {
    const { kind, message: detail, retryAfter } = this;
    return retryAfter === undefined ? { kind, detail } : { kind, detail, retryAfter };
  }
}

type Expected = Exclude<ServerFrame, Refused | PeerGone>["type"];

export class Signalling {
  private readonly frames: ServerFrame[] = [];
  private failure: LinkFailure | null = null;
  private wake: () => void = () => {};

  private constructor(private readonly socket: WebSocket) {
    socket.onmessage = ({ data }: MessageEvent<unknown>) => this.take(data);
    socket.onclose = ({ code }) => {
      this.fail(new LinkFailure(CLOSES[code] ?? "unreachable", `the server closed the connection (${code})`));
    };
  }

  /** Connect to the server this page came from. */
  static open(): Signalling {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    return new Signalling(new WebSocket(`${scheme}://${location.host}/ws/console`));
  }

  /** Wait until frames can be sent. */
  async opened(seconds: number): Promise<void> {
    this.socket.onopen = () => this.wake();
    await this.until(() => this.socket.readyState === WebSocket.OPEN, seconds, "unreachable");
  }

  send(frame: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  relay(body: Bytes): void {
    this.send({ type: "relay", body: toBase64(body) });
  }

  /** Wait for the next relayed body; `gone` is what it means when the other side leaves instead. */
  async body(seconds: number, gone: ProblemKind = "peer_gone"): Promise<Bytes> {
    return decode(await this.expect(["relay"], seconds, "timeout", gone));
  }

  /** Wait for a frame of one of `types`; throw LinkFailure with `late` when none comes. */
  async expect<T extends Expected>(
    types: readonly T[],
    seconds: number,
    late: ProblemKind,
    gone: ProblemKind = "peer_gone",
  ): Promise<Extract<ServerFrame, { type: T }>> {
    await this.until(() => this.frames.length > 0, seconds, late);
    const frame = this.frames.shift()!;
    if (frame.type === "refused") {
      throw new LinkFailure(REFUSALS[frame.reason], `the server refused: ${frame.reason}`, frame.retry_after ?? undefined);
    }
    if (frame.type === "peer_gone") throw new LinkFailure(gone, "the other side left");
    if (!types.includes(frame.type as T)) throw new LinkFailure("tampered", `the server said ${frame.type} out of turn`);
    return frame as Extract<ServerFrame, { type: T }>;
  }

  /** Say goodbye, so that the server forgets the code and tells the other side, and close. */
  close(): void {
    this.send({ type: "bye" });
    this.socket.close();
    this.fail(new LinkFailure("unreachable", "closed here"));
  }

  private take(data: unknown): void {
    const frame = parseServerFrame(data);
    if (frame === null || this.frames.length > 64) {
      this.fail(new LinkFailure("tampered", "the server said something that is not of this wire"));
    } else {
      this.frames.push(frame);
      this.wake();
    }
  }

  private fail(failure: LinkFailure): void {
    this.failure ??= failure;
    this.wake();
  }

  /** Frames that came before the failure are still read. */
  private async until(ready: () => boolean, seconds: number, late: ProblemKind): Promise<void> {
    const deadline = performance.now() + seconds * 1000;
    while (!ready()) {
      if (this.failure) throw this.failure;
      const left = deadline - performance.now();
      if (left <= 0) throw new LinkFailure(late, `nothing came for ${seconds} s`);
      await this.woken(Math.min(left, 2 ** 30));
    }
  }

  private woken(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

export function decode(relay: Relay): Bytes {
  try {
    return fromBase64(relay.body);
  } catch {
    throw new LinkFailure("tampered", "a relayed body is not base64");
  }
}
