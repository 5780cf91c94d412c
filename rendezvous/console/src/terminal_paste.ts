/** What pasted text becomes in a terminal, and whether it is one command or may be several. */

/** Say how many lines a text has; more than one may be commands that run at once. */
export function linesOf(text: string): number {
  return pasteable(text).split("\n").length;
}

/** Return the text with one kind of line end, and without what would be an order rather than a character. */
export function pasteable(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}
