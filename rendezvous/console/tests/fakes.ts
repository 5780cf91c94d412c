/** Hand-written stand-ins for tests: a link without a network, key events without a keyboard, preferences without a browser. */

import type { KeyLike } from "../src/input/keyboard";
import type { Link, LinkEvents, LinkStats } from "../src/link";
import type { AgentMessage, ConsoleMessage, SessionState } from "../src/wire/messages";

export interface Sent {
  channel: "control" | "input";
  message: ConsoleMessage;
}

/** A link whose other side is the test. */
export class FakeLink implements Link {
  readonly sent: Sent[] = [];
  readonly iceServers = [];
  closed = false;
  figures: LinkStats = { roundTripMs: 23, bytesReceived: 0, bytesSent: 0, relayed: false };

  constructor(readonly events: LinkEvents) {}

  send(channel: "control" | "input", text: string): void {
    this.sent.push({ channel, message: JSON.parse(text) as ConsoleMessage });
  }

  buffered(): number {
    return 0;
  }

  stats(): Promise<LinkStats> {
    return Promise.resolve(this.figures);
  }

  close(): void {
    this.closed = true;
    this.events.onClosed(null);
  }

  /** Let the agent say something. */
  hear(message: AgentMessage): void {
    this.events.onMessage(JSON.stringify(message));
  }

  types(): string[] {
    return this.sent.map(({ message }) => message.type);
  }
}

/** As much of localStorage as the console uses. */
export class FakeStorage {
  private readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
}

export function sessionState(change: Partial<SessionState> = {}): SessionState {
  return {
    type: "session/state",
    session_id: "s1",
    phase: "asking",
    granted: [],
    asking: null,
    refused: [],
    paused_by: null,
    pause_reason: null,
    customer_has_hand: false,
    input_open: false,
    hiding: "nothing",
    end_reason: null,
    ...change,
  };
}

/** What the state is once the customer let the technician steer. */
export function controlled(change: Partial<SessionState> = {}): SessionState {
  return sessionState({ phase: "live", granted: ["view", "control"], input_open: true, ...change });
}

export function key(code: string, text: string, more: Partial<KeyLike> & { states?: string[] } = {}): KeyLike {
  const { states = [], ...rest } = more;
  return { code, key: text, repeat: false, isComposing: false, getModifierState: (s) => states.includes(s), ...rest };
}
