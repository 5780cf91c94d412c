/** Reads what the agent says: bounded, checked field by field, and null for whatever this wire does not know. */

import {
  type AgentMessage,
  CLIPBOARD_FAULT,
  CLIPBOARD_KIND,
  CLIPBOARD_PART,
  type ClipboardContent,
  END_REASON,
  type Geometry,
  HIDING_STATE,
  LIMIT,
  type JournalHead,
  MAX_CHAT,
  MAX_CLIPBOARD_IMAGE,
  MAX_MESSAGE,
  MAX_SDP,
  type Monitor,
  type Monitors,
  MAX_POINTER_IMAGE,
  PARTY,
  PAUSE_REASON,
  PERMISSION,
  PHASE,
  POINTER_SHAPES,
  type PointerPicture,
  type PointerPlace,
  type PictureFigures,
  type Refusal,
  type Report,
  type ReportLine,
  REPORT_KEY,
  type SessionState,
  MAX_TERMINAL_TEXT,
  TERMINAL_END,
  type TerminalOutput,
  RESTART_FAULT,
  MICROPHONE,
  VOICE_END,
} from "./messages";
import { fileMessage } from "./files";
import { transferMessage } from "./transfers";
import { registryMessage } from "./registry";
import { type FromProcesses, fromProcesses } from "./parse_processes";
import { type Fields, amount, base64, hex, isFields, list, number, oneOf, orNull, string, whole, NotOfThisWire } from "./readers";

const MOST_LINES = 400;
const MOST_ITEMS = 2000;
const MOST_PIXELS = 32768;
const MOST_TRANSFERS = 2 ** 31 - 1;
const MOST_POINTER = 1024;
const MOST_MONITORS = 64;
const MOST_DIVISOR = 4;
const MOST_VIEW = 255;
const REASONS = ["not_granted", "malformed", "unavailable"] as const;

/** Read one message of the channel `control`. */
export function parseAgentMessage(text: string): AgentMessage | null {
  if (text.length > MAX_MESSAGE) return null;
  try {
    const fields: unknown = JSON.parse(text);
    return isFields(fields) ? read(fields) : null;
  } catch (error) {
    if (error instanceof NotOfThisWire || error instanceof SyntaxError) return null;
    throw error;
  }
}

function read(fields: Fields): AgentMessage | null {
  const type = fields["type"] as AgentMessage["type"];
  switch (type) {
    case "session/state":
      return sessionState(fields);
    case "session/refusal":
      return refusal(fields);
    case "chat/say":
      return { type: "chat/say", text: string(fields["text"], MAX_CHAT) };
    case "chat/typing":
      return { type: "chat/typing" };
    case "clipboard/content":
      return clipboardContent(fields);
    case "clipboard/piece":
      return { type: "clipboard/piece", transfer: transfer(fields), data: base64(fields["data"], (CLIPBOARD_PART / 3) * 4) };
    case "clipboard/taken":
      return { type: "clipboard/taken", transfer: transfer(fields) };
    case "clipboard/placed":
      return { type: "clipboard/placed", transfer: transfer(fields) };
    case "clipboard/failed":
      return { type: "clipboard/failed", transfer: transfer(fields), reason: oneOf(fields["reason"], CLIPBOARD_FAULT) };
    case "link/pong":
      return { type: "link/pong", t: number(fields["t"]) };
    case "view/geometry":
      return geometry(fields);
    case "view/monitors":
      return monitors(fields);
    case "view/stats":
      return figures(fields);
    case "view/pointer":
      return pointerPlace(fields);
    case "view/pointer_shape":
      return pointerPicture(fields);
    case "bulk/answer":
      return { type: "bulk/answer", sdp: string(fields["sdp"], MAX_SDP) };
    case "bulk/closed":
      return { type: "bulk/closed" };
    case "journal/head":
      return journalHead(fields);
    case "system/report":
      return report(fields);
    case "system/withheld":
      return { type: "system/withheld" };
    case "terminal/opened":
      return { type: "terminal/opened" };
    case "terminal/output":
      return terminalOutput(fields);
    case "terminal/unseen":
      return { type: "terminal/unseen", unseen: fields["unseen"] === true };
    case "terminal/closed":
      return { type: "terminal/closed", end: oneOf(fields["end"], TERMINAL_END) };
    case "voice/answer":
      return { type: "voice/answer", sdp: string(fields["sdp"], MAX_SDP) };
    case "voice/standing":
      return { type: "voice/standing", microphone: oneOf(fields["microphone"], MICROPHONE), loudspeaker: fields["loudspeaker"] === true };
    case "voice/ended":
      return { type: "voice/ended", end: oneOf(fields["end"], VOICE_END) };
    case "files/places":
    case "files/rows":
    case "files/closed":
    case "files/opened":
    case "files/text":
    case "files/progress":
    case "files/asking":
    case "files/done":
    case "files/failed":
    case "files/undone":
      return fileMessage(type, fields);
    case "transfers/ready":
    case "transfers/stands":
    case "transfers/failed":
      return transferMessage(type, fields);
    case "processes/page":
    case "processes/outcome":
    case "processes/unreadable":
    case "services/page":
    case "services/outcome":
    case "startup/page":
    case "startup/outcome":
      return fromProcesses(fields["type"] as FromProcesses["type"], fields);
    case "registry/roots":
    case "registry/page":
    case "registry/closed":
    case "registry/value":
    case "registry/found":
    case "registry/exported":
    case "registry/done":
    case "registry/failed":
    case "registry/undone":
      return registryMessage(type, fields);
    case "restart/refused":
      return { type: "restart/refused", reason: oneOf(fields["reason"], RESTART_FAULT) };
    case "annotate/cleared":
      return { type: "annotate/cleared" };
    default:
      return null;
  }
}

function sessionState(fields: Fields): SessionState {
  return {
    type: "session/state",
    session_id: string(fields["session_id"], 200),
    phase: oneOf(fields["phase"], PHASE),
    granted: list(fields["granted"], PERMISSION.length, permission),
    asking: orNull(fields["asking"], permission),
    refused: list(fields["refused"] ?? [], PERMISSION.length, permission),
    paused_by: orNull(fields["paused_by"], (value) => oneOf(value, PARTY)),
    pause_reason: orNull(fields["pause_reason"], (value) => oneOf(value, PAUSE_REASON)),
    customer_has_hand: fields["customer_has_hand"] === true,
    input_open: fields["input_open"] === true,
    hiding: oneOf(fields["hiding"], HIDING_STATE),
    end_reason: orNull(fields["end_reason"], (value) => oneOf(value, END_REASON)),
  };
}

function refusal(fields: Fields): Refusal {
  const refused = string(fields["refused"], 200);
  return { type: "session/refusal", refused, reason: oneOf(fields["reason"], REASONS) };
}

function geometry(fields: Fields): Geometry {
  const divisor = whole(fields["divisor"], 1, MOST_DIVISOR);
  return { type: "view/geometry", ...area(fields), divisor, view: whole(fields["view"], 0, MOST_VIEW) };
}

function monitors(fields: Fields): Monitors {
  const known = list(fields["monitors"], MOST_MONITORS, monitor);
  const chosen = orNull(fields["chosen"], (value) => whole(value, 1, MOST_MONITORS));
  return { type: "view/monitors", monitors: known, chosen };
}

function monitor(value: unknown): Monitor {
  if (!isFields(value)) throw new NotOfThisWire();
  return { id: whole(value["id"], 1, MOST_MONITORS), ...area(value), primary: value["primary"] === true };
}

function area(fields: Fields): { x: number; y: number; width: number; height: number } {
  const { x, y, width, height } = fields;
  const offset = (value: unknown): number => whole(value, 0, MOST_PIXELS);
  return { x: offset(x), y: offset(y), width: pixels(width), height: pixels(height) };
}

function figures(fields: Fields): PictureFigures {
  return {
    type: "view/stats",
    sent_bytes: amount(fields["sent_bytes"]),
    line_rate: orNull(fields["line_rate"], amount),
    loss: Math.min(amount(fields["loss"]), 1),
    limit: oneOf(fields["limit"], LIMIT),
  };
}

function pointerPlace(fields: Fields): PointerPlace {
  return {
    type: "view/pointer",
    x: whole(fields["x"], 0, MOST_PIXELS),
    y: whole(fields["y"], 0, MOST_PIXELS),
    shown: fields["shown"] === true,
    shape: whole(fields["shape"], 0, POINTER_SHAPES),
  };
}

function pointerPicture(fields: Fields): PointerPicture {
  const side = (name: string): number => whole(fields[name], 1, MOST_POINTER);
  const spot = (name: string): number => whole(fields[name], 0, MOST_POINTER);
  return {
    type: "view/pointer_shape",
    id: whole(fields["id"], 1, POINTER_SHAPES),
    width: side("width"),
    height: side("height"),
    hot_x: spot("hot_x"),
    hot_y: spot("hot_y"),
    image: base64(fields["image"], MAX_POINTER_IMAGE),
  };
}

function journalHead(fields: Fields): JournalHead {
  const count = number(fields["count"]);
  if (!Number.isSafeInteger(count) || count < 1) throw new NotOfThisWire();
  return {
    type: "journal/head",
    session: hex(fields["session"], 32),
    count,
    head: hex(fields["head"], 64),
    final: fields["final"] === true,
    public_key: hex(fields["public_key"], 64),
    signature: hex(fields["signature"], 128),
  };
}

function report(fields: Fields): Report {
  return { type: "system/report", lines: list(fields["lines"], MOST_LINES, reportLine) };
}

function reportLine(value: unknown): ReportLine {
  if (!isFields(value)) throw new NotOfThisWire();
  const items = list(value["items"], MOST_ITEMS, (item) => string(item, MAX_MESSAGE));
  return { key: oneOf(value["key"], REPORT_KEY), items };
}

function clipboardContent(fields: Fields): ClipboardContent {
  const size = whole(fields["size"], 1, MAX_CLIPBOARD_IMAGE);
  return { type: "clipboard/content", transfer: transfer(fields), kind: oneOf(fields["kind"], CLIPBOARD_KIND), size };
}

function transfer(fields: Fields): number {
  return whole(fields["transfer"], 1, MOST_TRANSFERS);
}

function terminalOutput(fields: Fields): TerminalOutput {
  const number = whole(fields["number"], 1, Number.MAX_SAFE_INTEGER);
  const text = string(fields["text"], 2 * MAX_TERMINAL_TEXT); // counted in code units here
  return { type: "terminal/output", number, text };
}

function permission(value: unknown): (typeof PERMISSION)[number] {
  return oneOf(value, PERMISSION);
}

function pixels(value: unknown): number {
  return whole(value, 1, MOST_PIXELS);
}
