import { expect, test } from "vitest";
import { stretches, withoutControls } from "../src/visible";

const shown = (text: string): string => stretches(text).map(({ text, named }) => (named ? `[${text}]` : text)).join("");

test("what would be invisible or turn its neighbours is named", () => {
  expect(shown("facture\u202egnp.exe")).toBe("facture[U+202E]gnp.exe");
  expect(shown("a\u200bb\u00adc\u2066d\ufeffe\u061cf")).toBe("a[U+200B]b[U+00AD]c[U+2066]d[U+FEFF]e[U+061C]f");
  expect(shown("\u001b[31mred\u0007\u0000\u009b")).toBe("[U+001B][31mred[U+0007][U+0000][U+009B]");
  expect(shown("\u2028\u{e0041}")).toBe("[U+2028][U+E0041]");
});

test("what people write stays as it is", () => {
  for (const text of ["Été à l’été\n\tdeux", "שלום דפתר", "👩‍👩‍👧 ok", "می‌خواهم", "<b>&amp;</b>"]) expect(shown(text)).toBe(text);
  expect(shown("une\r\ndeux")).toBe("une\ndeux");
  expect(shown("une\rdeux")).toBe("une[U+000D]deux");
});

test("what is copied has no control characters but tab and line ends", () => {
  expect(withoutControls("a\tb\r\nc\u001b[201~d\u0000\u009be")).toBe("a\tb\r\nc[201~de");
  expect(withoutControls("דפתר\u200f 😀")).toBe("דפתר\u200f 😀");
});
