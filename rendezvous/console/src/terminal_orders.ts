/**
 * What a shell may not order the technician's terminal, whatever the agent let through: the second wall.
 *
 * The agent's own filter (agent/tools/terminal/stream.py) is the first. Swallowed here is everything that would answer
 * by typing, set titles, links, colours or the clipboard, or report the mouse and the focus.
 */

import type { IParser } from "@xterm/xterm";

/** Titles, colours and their questions, links, the clipboard. */
const STRINGS = [0, 1, 2, 4, 8, 10, 11, 12, 52, 104, 110, 111, 112];

/** Questions (DA, DSR, DECRQM, XTVERSION, window reports), and the keyboard protocol that changes what keys say. */
const ORDERS = [
  { final: "c" },
  { prefix: ">", final: "c" },
  { prefix: "=", final: "c" },
  { final: "n" },
  { prefix: "?", final: "n" },
  { intermediates: "$", final: "p" },
  { prefix: "?", intermediates: "$", final: "p" },
  { prefix: ">", final: "q" },
  { final: "t" },
  { prefix: "?", final: "u" },
  { prefix: ">", final: "u" },
  { prefix: "<", final: "u" },
  { prefix: "=", final: "u" },
];

/** The private modes that the agent lets through: stream.py's PRIVATE_MODES. */
const MODES = new Set([1, 6, 7, 25, 47, 1047, 1048, 1049, 2004]);

export function swallowOrders(parser: IParser): void {
  const swallow = (): boolean => true;
  for (const string of STRINGS) parser.registerOscHandler(string, swallow);
  for (const order of ORDERS) parser.registerCsiHandler(order, swallow);
  for (const intermediates of ["$", "+"]) parser.registerDcsHandler({ intermediates, final: "q" }, swallow);
  const unknown = (modes: (number | number[])[]): boolean => modes.some((mode) => Array.isArray(mode) || !MODES.has(mode));
  for (const final of ["h", "l"]) parser.registerCsiHandler({ prefix: "?", final }, unknown);
}
