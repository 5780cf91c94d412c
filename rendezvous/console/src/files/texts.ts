/** A text cut into parts for the wire, and what an edit changes in it, line by line. */

import { MAX_TEXT_PART } from "../wire/messages";

/** Cut a text; a character of two code units is never cut in two. */
export function parts(text: string): string[] {
  const cut: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = at + MAX_TEXT_PART;
    const last = text.charCodeAt(end - 1);
    const next = end < text.length && last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
    cut.push(text.slice(at, next));
    at = next;
  }
  return cut;
}

/** Replace halves of characters, which cannot be sent. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

export interface ChangedLine {
  readonly added: boolean;
  readonly text: string;
}

/** Lines compared one with another; a longer stretch counts as taken out and put in as a whole. */
const MOST_COMPARED = 1000;

/** Return the lines that go and the lines that come, in order. */
export function difference(old: string, now: string): ChangedLine[] {
  let before = old.split("\n");
  let after = now.split("\n");
  const head = alike(before, after);
  before = before.slice(head);
  after = after.slice(head);
  const tail = alike([...before].reverse(), [...after].reverse());
  return compared(before.slice(0, before.length - tail), after.slice(0, after.length - tail));
}

function alike(one: readonly string[], other: readonly string[]): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one[at] === other[at]) at += 1;
  return at;
}

/** Longest common subsequence, by the table of its lengths. */
function compared(before: readonly string[], after: readonly string[]): ChangedLine[] {
  const gone = (text: string): ChangedLine => ({ added: false, text });
  const come = (text: string): ChangedLine => ({ added: true, text });
  if (before.length > MOST_COMPARED || after.length > MOST_COMPARED) return [...before.map(gone), ...after.map(come)];
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  const length = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const same = before[i] === after[j];
      lengths[i * width + j] = same ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const found: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [a, b] = [before[i], after[j]];
    if (a !== undefined && a === b) [i, j] = [i + 1, j + 1];
    else if (a !== undefined && (b === undefined || length(i + 1, j) >= length(i, j + 1))) {
      found.push(gone(a));
      i += 1;
    } else if (b !== undefined) {
      found.push(come(b));
      j += 1;
    }
  }
  return found;
}
