// The small words of a link, before and beside the messages: {"type": ...}, read without trust.

export type Word = Readonly<Record<string, unknown>>;

/** Read one word; null for whatever is no object of JSON. */
export function readWord(data: string | ArrayBuffer): Word | null {
  if (typeof data !== "string") return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" ? (value as Word | null) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The time that a pong brings back; null for anything else. */
export function readPong(text: string): number | null {
  if (text.length > 200 || !text.includes('"link/pong"')) return null;
  const word = readWord(text);
  return word?.["type"] === "link/pong" && typeof word["t"] === "number" ? word["t"] : null;
}
