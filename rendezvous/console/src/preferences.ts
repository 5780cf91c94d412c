/** What the technician prefers, kept in this browser (localStorage) from call to call; nothing of a customer's. */

import { useState } from "react";

const PREFIX = "handrail.";

/** What was preferred, if it is one of the `known`. */
export function preferred<T extends string>(key: string, known: readonly T[], otherwise: T): T {
  const kept = localStorage.getItem(PREFIX + key);
  return known.find((one) => one === kept) ?? otherwise;
}

export function prefer(key: string, value: string): void {
  localStorage.setItem(PREFIX + key, value);
}

/** The number that was preferred, if it is one. */
export function preferredNumber(key: string, otherwise: number): number {
  const kept = Number.parseInt(localStorage.getItem(PREFIX + key) ?? "", 10);
  return Number.isSafeInteger(kept) ? kept : otherwise;
}

/** Like useState for a preference, which is kept at each change. */
export function usePreference<T extends string>(key: string, known: readonly T[], otherwise: T): [T, (next: T) => void] {
  const [value, setValue] = useState(() => preferred(key, known, otherwise));
  const change = (next: T): void => {
    prefer(key, next);
    setValue(next);
  };
  return [value, change];
}
