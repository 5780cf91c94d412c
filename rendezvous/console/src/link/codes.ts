// The code that pairs two sides: 5 public digits (nameplate), 6 secret ones, 1 check digit (Damm).
// Twin of agent/protocol/codes.py; docs/protocol.md "The code".

export interface Code {
  readonly nameplate: string;
  readonly secret: string;
}

/** What is wrong with a typed code; the views have a sentence for each. */
export type CodeFault = "empty" | "not_digits" | "too_short" | "too_long" | "mistyped";

export class CodeError extends Error {
  constructor(readonly fault: CodeFault) {
    super(`not a code: ${fault}`);
  }
}

const NAMEPLATE_DIGITS = 5;
const SECRET_DIGITS = 6;
const CODE_DIGITS = NAMEPLATE_DIGITS + SECRET_DIGITS + 1;
const MAX_TYPED = 64;
const SEPARATORS = /[ \t\r\n\-.,_/\u00a0\u2007\u2009\u200b\u2010-\u2014\u202f\u2212\u00b7\ufeff]/g;

// Damm, "Total anti-symmetrische Quasigruppen" (2004): detects every single slip and every adjacent swap.
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

/** Compute the Damm check digit. */
export function checkDigit(digits: string): string {
  return [...digits].reduce((interim, digit) => DAMM[Number(interim)]?.[Number(digit)] ?? "", "0");
}

/** Read a code typed in any grouping; throw CodeError with the reason. */
export function parseCode(typed: string): Code {
  const digits = typed.slice(0, MAX_TYPED + 1).replace(SEPARATORS, "");
  const fault = faultOf(digits, typed.length);
  if (fault !== null) throw new CodeError(fault);
  return { nameplate: digits.slice(0, NAMEPLATE_DIGITS), secret: digits.slice(NAMEPLATE_DIGITS, -1) };
}

/** Write a code as it is shown and read aloud: "1234 5678 9012". */
export function formatCode(code: Code): string {
  const body = code.nameplate + code.secret;
  const digits = body + checkDigit(body);
  return `${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`;
}

/** Make six secret digits, each value equally likely (rejection, no modulo bias). */
export function newSecret(): string {
  const limit = 10 ** SECRET_DIGITS;
  const bound = Math.floor(2 ** 32 / limit) * limit;
  const draw = new Uint32Array(1);
  do crypto.getRandomValues(draw);
  while (draw[0]! >= bound);
  return String(draw[0]! % limit).padStart(SECRET_DIGITS, "0");
}

function faultOf(digits: string, typedLength: number): CodeFault | null {
  if (digits === "") return "empty";
  if (!/^[0-9]+$/.test(digits)) return "not_digits";
  if (digits.length < CODE_DIGITS) return "too_short";
  if (digits.length > CODE_DIGITS || typedLength > MAX_TYPED) return "too_long";
  return checkDigit(digits) === "0" ? null : "mistyped";
}
