/** What a reload must not lose: drafts and notes, in this tab only (sessionStorage), gone with it. */

import { useState } from "react";

const PREFIX = "handrail.";

/** Like useState for a text, kept under `key` while the tab lives. */
export function useKept(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => sessionStorage.getItem(PREFIX + key) ?? "");
  const change = (next: string): void => {
    keep(key, next);
    setText(next);
  };
  return [text, change];
}

/** Keep a text for the view that shows it next. */
export function keep(key: string, text: string): void {
  if (text === "") forgetKept(key);
  else sessionStorage.setItem(PREFIX + key, text);
}

/** Forget one text, or everything: the technician signed out. */
export function forgetKept(key = ""): void {
  for (const kept of Object.keys(sessionStorage)) if (kept.startsWith(PREFIX + key)) sessionStorage.removeItem(kept);
}
