/** The texts that a technician writes every day: kept in this browser, in each language, and theirs to change. */

import { useState } from "react";
import { useTexts } from "./lang";
import { MAX_CHAT } from "./wire/messages";

const KEY = "handrail.canned.";
const MOST_TEXTS = 40;

/** One text a line; empty lines are none. */
export function parseCanned(lines: string): string[] {
  const texts = lines.split("\n").map((line) => line.trim().slice(0, MAX_CHAT));
  return texts.filter((text) => text !== "").slice(0, MOST_TEXTS);
}

/** The texts in the language of now, and how to change them; changed to nothing, the first ones are back. */
export function useCanned(): [readonly string[], (lines: string) => void] {
  const { lang, chat } = useTexts();
  const [changed, setChanged] = useState<Partial<Record<typeof lang, string>>>({});
  const kept = parseCanned(changed[lang] ?? localStorage.getItem(KEY + lang) ?? "");
  const change = (lines: string): void => {
    localStorage.setItem(KEY + lang, parseCanned(lines).join("\n"));
    setChanged({ ...changed, [lang]: lines });
  };
  return [kept.length > 0 ? kept : chat.canned, change];
}
