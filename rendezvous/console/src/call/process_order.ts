/** Which programs are shown, and in what order. Pure. */

import type { ProcessRow } from "../wire/messages";

export const COLUMNS = ["name", "user", "cpu", "memory"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly by: Column;
  readonly down: boolean;
}

/** What uses most first: that is what a technician looks for. */
export const FIRST_ORDER: Order = { by: "cpu", down: true };

const COLLATOR = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** Sort by a column, or the other way round where it is sorted by it; figures begin with the largest. */
export function nextOrder(order: Order, by: Column): Order {
  return order.by === by ? { by, down: !order.down } : { by, down: by === "cpu" || by === "memory" };
}

/** Return those that have every word of `filter` in name, path, user or number; rows alike keep one order. */
export function shownPrograms(rows: readonly ProcessRow[], filter: string, { by, down }: Order): ProcessRow[] {
  const words = plain(filter).split(/\s+/).filter(Boolean);
  const kept = rows.filter((row) => {
    if (words.length === 0) return true;
    const text = plain(`${row.name} ${row.path} ${row.user} ${row.pid}`);
    return words.every((word) => text.includes(word));
  });
  const sign = down ? -1 : 1;
  return kept.sort((a, b) => sign * compared(a, b, by) || COLLATOR.compare(a.name, b.name) || a.id - b.id);
}

/** Return a text as it is compared: without accents, in lower case. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function compared(a: ProcessRow, b: ProcessRow, by: Column): number {
  if (by === "name" || by === "user") return COLLATOR.compare(a[by], b[by]);
  return (a[by] ?? -1) - (b[by] ?? -1);
}
