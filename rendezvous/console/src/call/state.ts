/**
 * What the console knows of one call, and how each event changes it. Pure: no clock, no link, no page.
 *
 * The agent's `session/state` is shown as it is. The one thing kept beside it is what was asked for and not yet seen
 * to be asked, since the customer gets one question at a time.
 */

import type { LinkProblem } from "../link";
import { type AgentMessage, NEEDS, type ConsoleMessage, type Permission, REQUIRES, TYPING_SECONDS } from "../wire/messages";
import type { Geometry, Monitors, PictureFigures, Refusal, ReportLine, RestartFault, SessionState } from "../wire/messages";

export type Stage = "connecting" | "code" | "pairing" | "open" | "closed";

export interface ChatLine {
  /** Counts the lines of this call from 1: what a view knows a line by, when the oldest are let go. */
  readonly number: number;
  readonly mine: boolean;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface CallState {
  readonly stage: Stage;
  readonly code: { readonly text: string; readonly until: number } | null;
  readonly session: SessionState | null;
  readonly requested: readonly Permission[];
  /** Not null while the line is cut; `until` it may come back (performance.now(), ms). */
  readonly lineLost: { readonly until: number } | null;
  /** The part of the desktop that is on the canvas: places on it are places there. */
  readonly geometry: Geometry | null;
  /** What was told and is not on the canvas yet: the picture comes by another channel. */
  readonly coming: Geometry | null;
  /** The view that is on the canvas; null before the first frame. */
  readonly drawn: number | null;
  readonly monitors: Monitors | null;
  /** Whether the chosen monitor went away, and all are shown instead. */
  readonly monitorGone: boolean;
  /** What the agent said last of the picture's cost and limit. */
  readonly figures: PictureFigures | null;
  readonly chat: readonly ChatLine[];
  readonly unread: number;
  /** Until when the customer counts as writing, in milliseconds since 1970. */
  readonly typingUntil: number;
  readonly report: { readonly lines: readonly ReportLine[]; readonly at: number } | null;
  readonly reportRequest: "none" | "asked" | "withheld";
  readonly refusal: Refusal | null;
  /** Whether a restart was asked of the agent, or why it was not done. */
  readonly restart: "asked" | RestartFault | null;
  readonly problem: LinkProblem | null;
  /** Whether there is a receipt that both sides signed. */
  readonly receipted: boolean;
  /** Whether the customer took away what was drawn, and nothing was drawn since. */
  readonly marksWiped: boolean;
}

export type CallEvent =
  | { type: "code"; text: string; until: number }
  | { type: "paired" }
  | { type: "open" }
  | { type: "lost"; until: number }
  | { type: "back" }
  | { type: "closed"; problem: LinkProblem | null }
  | { type: "heard"; message: AgentMessage; at: number }
  | { type: "sent"; message: ConsoleMessage; at: number }
  | { type: "receipted" }
  | { type: "drawn"; view: number }
  | { type: "read" };

export const NEW_CALL: CallState = {
  stage: "connecting",
  code: null,
  session: null,
  requested: [],
  lineLost: null,
  geometry: null,
  coming: null,
  drawn: null,
  monitors: null,
  monitorGone: false,
  figures: null,
  chat: [],
  unread: 0,
  typingUntil: 0,
  report: null,
  reportRequest: "none",
  refusal: null,
  restart: null,
  problem: null,
  receipted: false,
  marksWiped: false,
};

const MOST_CHAT = 500;

export function reduce(state: CallState, event: CallEvent): CallState {
  switch (event.type) {
    case "code":
      return { ...state, stage: "code", code: { text: event.text, until: event.until } };
    case "paired":
      return { ...state, stage: "pairing", code: null };
    case "open":
      return { ...state, stage: "open" };
    case "lost":
      return { ...state, lineLost: { until: event.until } };
    case "back":
      return { ...state, lineLost: null };
    case "closed":
      return { ...state, stage: "closed", code: null, lineLost: null, problem: event.problem };
    case "heard":
      return heard(state, event.message, event.at);
    case "sent":
      return sent(state, event.message, event.at);
    case "receipted":
      return state.receipted ? state : { ...state, receipted: true };
    case "drawn":
      return placed({ ...state, drawn: event.view });
    case "read":
      return { ...state, unread: 0 };
  }
}

function heard(state: CallState, message: AgentMessage, at: number): CallState {
  switch (message.type) {
    case "session/state":
      return { ...state, session: message, requested: stillRequested(state, message), restart: stillRestarts(state, message) };
    case "session/refusal":
      return { ...state, refusal: message, requested: state.requested.filter((p) => !message.refused.endsWith(` ${p}`)) };
    case "chat/say":
      return { ...said(state, { mine: false, text: message.text, at }), unread: state.unread + 1, typingUntil: 0 };
    case "chat/typing":
      return { ...state, typingUntil: at + TYPING_SECONDS * 1000 };
    case "view/geometry":
      return placed({ ...state, coming: message });
    case "view/monitors":
      return { ...state, monitors: message, monitorGone: wentAway(state, message) };
    case "view/stats":
      return { ...state, figures: message };
    case "system/report":
      return { ...state, report: { lines: message.lines, at }, reportRequest: "none" };
    case "system/withheld":
      return { ...state, reportRequest: "withheld" };
    case "restart/refused":
      return { ...state, restart: message.reason };
    case "annotate/cleared":
      return { ...state, marksWiped: true };
    case "bulk/answer":
    case "bulk/closed":
    case "clipboard/content":
    case "clipboard/piece":
    case "clipboard/taken":
    case "clipboard/placed":
    case "clipboard/failed":
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
    case "transfers/ready":
    case "transfers/stands":
    case "transfers/failed":
    case "journal/head":
    case "link/pong":
    case "terminal/opened":
    case "terminal/output":
    case "terminal/unseen":
    case "terminal/closed":
    case "voice/answer":
    case "voice/standing":
    case "voice/ended":
    case "processes/page":
    case "processes/outcome":
    case "processes/unreadable":
    case "services/page":
    case "services/outcome":
    case "startup/page":
    case "startup/outcome":
    case "registry/roots":
    case "registry/page":
    case "registry/closed":
    case "registry/value":
    case "registry/found":
    case "registry/exported":
    case "registry/done":
    case "registry/failed":
    case "registry/undone":
    case "view/pointer":
    case "view/pointer_shape":
      return state;
  }
}

/** Take what was told as the place of the picture, once it is that picture's. */
function placed(state: CallState): CallState {
  const { coming, drawn, geometry } = state;
  const due = coming && (geometry === null || coming.view === (drawn ?? geometry.view));
  return due ? { ...state, geometry: coming, coming: null } : state;
}

/** Say whether the chosen monitor is no more, or was no more when this was told last and nothing was chosen since. */
function wentAway({ monitors, monitorGone }: CallState, { chosen, monitors: now }: Monitors): boolean {
  const before = monitors?.chosen ?? null;
  if (before === null) return monitorGone && chosen === null;
  return chosen === null && now.every(({ id }) => id !== before);
}

function sent(state: CallState, message: ConsoleMessage, at: number): CallState {
  switch (message.type) {
    case "consent/request":
      return { ...state, refusal: null, requested: [...new Set([...state.requested, message.permission])] };
    case "chat/say":
      return said(state, { mine: true, text: message.text, at });
    case "system/request":
      return { ...state, reportRequest: "asked" };
    case "restart/begin":
      return { ...state, restart: "asked" };
    case "view/monitor":
      return { ...state, monitorGone: false };
    case "annotate/draw":
    case "annotate/write":
      return state.marksWiped ? { ...state, marksWiped: false } : state;
    default:
      return state;
  }
}

function said(state: CallState, line: Omit<ChatLine, "number">): CallState {
  const number = (state.chat.at(-1)?.number ?? 0) + 1;
  return { ...state, chat: [...state.chat, { ...line, number }].slice(-MOST_CHAT) };
}

/** Keep what was asked for until the customer answered it, or refused what it requires. */
function stillRequested(state: CallState, next: SessionState): Permission[] {
  if (next.phase === "ended") return [];
  const answered = state.session?.asking ?? null;
  const open = (p: Permission): boolean => !next.granted.includes(p) && (answered !== p || next.asking === p);
  const refusedNow = answered !== null && answered !== next.asking && !next.granted.includes(answered);
  return state.requested.filter((p) => open(p) && !(refusedNow && REQUIRES[p]?.includes(answered)));
}

/** A pause, and a permission that is gone, stop a restart that was asked for. */
function stillRestarts({ restart }: CallState, next: SessionState): CallState["restart"] {
  const stopped = next.phase === "paused" || (next.phase !== "ended" && !next.granted.includes("restart"));
  return restart === "asked" && stopped ? null : restart;
}

/** Say whether the call is over: nothing more can be asked, seen or sent. */
export function isOver(state: CallState): boolean {
  return state.stage === "closed" || state.session?.phase === "ended";
}

export type Standing = "granted" | "asked" | "refused" | "not_asked";

/** Where one permission stands, for the tool beside the picture. */
export function standing(state: CallState, permission: Permission): Standing {
  const { session } = state;
  if (session?.granted.includes(permission)) return "granted";
  if (session?.asking === permission || state.requested.includes(permission)) return "asked";
  return session?.refused.includes(permission) ? "refused" : "not_asked";
}

/**
 * Say whether the agent would let a message pass now: the third it has to refuse ends the session.
 *
 * What the technician says while the line is cut might be lost with it, and is not taken; the picture's own words are.
 */
export function maySend(state: CallState, type: ConsoleMessage["type"]): boolean {
  const { session, stage } = state;
  if (stage !== "open" || isOver(state)) return false;
  if (state.lineLost !== null && !type.startsWith("view/")) return false;
  const needed = NEEDS[type];
  if (needed.length === 0) return true;
  return session !== null && session.phase !== "paused" && needed.some((permission) => session.granted.includes(permission));
}

/** Say whether it is known which part of the desktop is on the canvas. */
export function isPlaced({ geometry, drawn }: CallState): boolean {
  return drawn === null || geometry?.view === drawn;
}

/** Say whether remote input may be sent now. */
export function inputOpen(state: CallState): boolean {
  return isPlaced(state) && state.session?.input_open === true && maySend(state, "input/key");
}

/** Say whether the technician's pointer is shown to the customer now: guide mode, while the hand is not asked for. */
export function mayPoint(state: CallState): boolean {
  return isPlaced(state) && !state.session?.granted.includes("control") && maySend(state, "annotate/point");
}

/** Say whether the technician may draw on the customer's screen now, and point, whoever has the hand. */
export function mayAnnotate(state: CallState): boolean {
  return isPlaced(state) && state.geometry !== null && maySend(state, "annotate/draw");
}

/** Say whether a permission is granted, whether or not it may be used at this moment. */
export function holds(state: CallState, permission: Permission): boolean {
  return !isOver(state) && state.session?.granted.includes(permission) === true;
}

/** Say whether the customer's files may be seen or changed, now or once a pause or a cut is over. */
export function mayHoldFiles({ session }: CallState): boolean {
  return session !== null && NEEDS["files/list"].some((permission) => session.granted.includes(permission));
}
