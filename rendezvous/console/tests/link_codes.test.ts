import { describe, expect, it } from "vitest";
import { checkDigit, CodeError, type CodeFault, formatCode, newSecret, parseCode } from "../src/link/codes";

const CODE = { nameplate: "12345", secret: "678901" };
const DIGITS = formatCode(CODE).replaceAll(" ", "");

function faultOf(typed: string): CodeFault | null {
  try {
    parseCode(typed);
    return null;
  } catch (error) {
    return error instanceof CodeError ? error.fault : null;
  }
}

describe("a code", () => {
  it("has Damm's check digit", () => expect(checkDigit("572")).toBe("4"));

  it.each(["", " ", "-", ".", "\u00a0", "\u202f", " - ", "\n", "\u2011", "\u2013"])("is read with %j between", (between) => {
    expect(parseCode(formatCode(CODE).split(" ").join(between))).toEqual(CODE);
    expect(parseCode(` ${[...DIGITS].join(between)}\n`)).toEqual(CODE);
  });

  it("tells every single slip", () => {
    for (let i = 0; i < 12; i++) {
      for (const digit of "0123456789") {
        if (digit !== DIGITS[i]) expect(faultOf(DIGITS.slice(0, i) + digit + DIGITS.slice(i + 1))).toBe("mistyped");
      }
    }
  });

  it("tells every swap of neighbours", () => {
    for (let i = 0; i < 11; i++) {
      const swapped = DIGITS.slice(0, i) + DIGITS[i + 1] + DIGITS[i] + DIGITS.slice(i + 2);
      if (swapped !== DIGITS) expect(faultOf(swapped)).toBe("mistyped");
    }
  });

  it.each([
    ["", "empty"],
    [" - ", "empty"],
    ["1234 5678 901", "too_short"],
    ["1234 5678 9012 3", "too_long"],
    ["1".repeat(10_000_000), "too_long"],
    ["1234 5678 90l2", "not_digits"],
    ["١٢٣٤ ٥٦٧٨ ٩٠١٢", "not_digits"],
  ])("says what is wrong with %#", (typed, fault) => expect(faultOf(typed)).toBe(fault));

  it("keeps its digits out of its errors", () => {
    expect(() => parseCode("1234 5678 9010")).toThrow(/^not a code: mistyped$/);
  });

  it("has secrets of six digits", () => {
    const secrets = Array.from({ length: 500 }, newSecret);
    expect(secrets.every((secret) => /^[0-9]{6}$/.test(secret))).toBe(true);
    expect(new Set(secrets).size).toBeGreaterThan(490);
  });
});
