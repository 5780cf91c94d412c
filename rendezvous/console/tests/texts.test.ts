import { expect, test } from "vitest";
import { en } from "../src/lang/en";
import { fr } from "../src/lang/fr";
import { AVAILABLE } from "../src/wire/messages";

/** Every text of a language by its path, functions called with something to show. */
function flat(node: unknown, path = ""): [string, string][] {
  if (typeof node === "function") return flat((node as (...args: unknown[]) => unknown)(3, "x"), path);
  if (typeof node === "string") return [[path, node]];
  return Object.entries(node as object).flatMap(([name, inner]) => flat(inner, `${path}.${name}`));
}

test("both languages say the same things", () => {
  expect(flat(en).map(([path]) => path)).toEqual(flat(fr).map(([path]) => path));
});

test("nothing is empty, nothing is left untranslated by mistake", () => {
  const french = new Map(flat(fr));
  const alike = flat(en).filter(([path, text]) => text === french.get(path)).map(([path]) => path);
  expect(flat(fr).concat(flat(en)).filter(([, text]) => text.trim() === "")).toEqual([]);
  const same = ["combos.win", "home.greeting", "live.title", "live.pause", "figures.name.images", "figures.perSecond", "lost.left", "chat.log", "notes.tab", "issue.digits.6", "files.place.documents", "processes.services", "files.moves.pause", "registry.closed.secret", "registry.column.type", "processes.column.cpu",
    ...["cp1252", "latin-1", "utf-8"].map((name) => `files.encoding.${name}`)];
  expect(alike.sort()).toEqual(same.map((path) => `.${path}`).sort());
});

test("every permission that can be asked for has a name, and a word for the header", () => {
  for (const texts of [fr, en]) {
    expect(AVAILABLE.filter((permission) => !texts.permission[permission] || !texts.short[permission])).toEqual([]);
  }
});

test("French quotes and apostrophes are typographic", () => {
  for (const [path, text] of flat(fr)) expect(text, path).not.toMatch(/['"]/);
});
