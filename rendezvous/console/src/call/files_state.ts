/** What is known of the customer's files: one folder, what is under way, one text. */

import type { FileFault, FilePlace, ListFolder, TextOpened } from "../wire/messages";

export interface Arrangement {
  readonly sort: ListFolder["sort"];
  readonly descending: boolean;
  readonly filter: string;
  readonly dotted: boolean;
}

export interface Folder {
  readonly path: string;
  readonly listing: number;
  readonly total: number;
  readonly all: number;
  readonly reading: boolean;
  readonly cut: boolean;
  readonly fault: FileFault | null;
}

export type ActKind = "make" | "rename" | "move" | "copy" | "trash" | "save" | "view";

export interface Act {
  readonly number: number;
  readonly kind: ActKind;
  /** The name as the wire writes it. */
  readonly name: string;
  readonly state: "running" | "asking" | "done" | FileFault;
  readonly done: number;
  readonly total: number | null;
}

export interface OpenText {
  readonly act: number;
  readonly path: string;
  readonly about: TextOpened | null;
  /** What is in the file, as far as it came. */
  readonly text: string;
  readonly coming: number;
  readonly draft: string;
}

export interface FilesState {
  readonly places: readonly FilePlace[] | null;
  readonly folder: Folder | null;
  readonly arrangement: Arrangement;
  /** The row that the keys act on. */
  readonly cursor: number;
  readonly acts: readonly Act[];
  readonly text: OpenText | null;
  readonly taken: { readonly path: string; readonly move: boolean } | null;
  /** Why it is not known where to begin. */
  readonly fault: FileFault | null;
  /** Grows when rows came. */
  readonly version: number;
}

export const NO_FILES: FilesState = {
  places: null,
  folder: null,
  arrangement: { sort: "name", descending: false, filter: "", dotted: false },
  cursor: 0,
  acts: [],
  text: null,
  taken: null,
  fault: null,
  version: 0,
};

export function isUnderWay(act: Act): boolean {
  return act.state === "running" || act.state === "asking";
}
