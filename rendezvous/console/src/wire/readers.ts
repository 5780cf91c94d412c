/** Reads single fields of what came: bounded, of the kind expected, or not of this wire. */

export type Fields = Record<string, unknown>;

export class NotOfThisWire extends Error {}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function oneOf<T extends string>(value: unknown, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new NotOfThisWire();
  return found;
}

export function orNull<T>(value: unknown, reader: (value: unknown) => T): T | null {
  return value === null || value === undefined ? null : reader(value);
}

export function list<T>(value: unknown, most: number, reader: (value: unknown) => T): T[] {
  if (!Array.isArray(value) || value.length > most) throw new NotOfThisWire();
  return value.map(reader);
}

/** A text of at most so many characters, counted as the agent counts them: an emoji, two units of UTF-16, is one. */
export function string(value: unknown, most: number): string {
  if (typeof value !== "string" || value.length > 2 * most) throw new NotOfThisWire();
  if (value.length > most && [...value].length > most) throw new NotOfThisWire();
  return value;
}

export function hex(value: unknown, length: number): string {
  const text = string(value, length);
  if (text.length !== length || !/^[0-9a-f]*$/.test(text)) throw new NotOfThisWire();
  return text;
}

export function number(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new NotOfThisWire();
  return value;
}

export function amount(value: unknown): number {
  const count = number(value);
  if (count < 0) throw new NotOfThisWire();
  return count;
}

export function whole(value: unknown, least: number, most: number): number {
  const count = number(value);
  if (!Number.isInteger(count) || count < least || count > most) throw new NotOfThisWire();
  return count;
}

export function base64(value: unknown, most: number): string {
  const text = string(value, most);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new NotOfThisWire();
  return text;
}
