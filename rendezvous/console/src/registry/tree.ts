/** The lines of the tree: each key that is known, below those that are unfolded. Pure. */

import { at, type Path, type RegistryState } from "../call/registry";
import type { KeyRow } from "../wire/messages";

export interface Branch {
  readonly path: Path;
  readonly row: KeyRow;
  /** Whether the keys in it are shown; null where it is known to have none, or cannot be looked into. */
  readonly unfolded: boolean | null;
}

export function branches({ begun, known, expanded }: RegistryState): Branch[] {
  const lines: Branch[] = [];
  const add = (rows: readonly KeyRow[], above: Path): void => {
    for (const row of rows) {
      const path = [...above, row.name];
      const below = known.get(at(path));
      const open = expanded.has(at(path)) && below !== undefined;
      const shut = row.closed === "secret" || row.closed === "unnamed" || below?.length === 0;
      lines.push({ path, row, unfolded: shut ? null : open });
      if (open) add(below, path);
    }
  };
  add(begun?.roots ?? [], []);
  return lines;
}

export type TreeAct =
  | { readonly type: "move"; readonly to: number }
  | { readonly type: "open" }
  | { readonly type: "unfold"; readonly on: boolean };

/** Return what a key does at line `here` of the tree, as the ARIA practices have it; null: nothing. */
export function treeAct(key: string, lines: readonly Branch[], here: number, page: number): TreeAct | null {
  const line = lines[here];
  const last = lines.length - 1;
  const to = (at: number): TreeAct => ({ type: "move", to: Math.max(0, Math.min(last, at)) });
  switch (key) {
    case "ArrowDown":
      return to(here + 1);
    case "ArrowUp":
      return to(here - 1);
    case "PageDown":
      return to(here + page);
    case "PageUp":
      return to(here - page);
    case "Home":
      return to(0);
    case "End":
      return to(last);
    case "Enter":
      return { type: "open" };
    case "ArrowRight":
      if (line?.unfolded === false) return { type: "unfold", on: true };
      return line?.unfolded && (lines[here + 1]?.path.length ?? 0) > line.path.length ? to(here + 1) : null;
    case "ArrowLeft":
      if (line?.unfolded) return { type: "unfold", on: false };
      return line && line.path.length > 1 ? to(lines.findIndex(({ path }) => at(path) === at(line.path.slice(0, -1)))) : null;
    default:
      return null;
  }
}
