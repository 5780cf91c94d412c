/** Reads what the agent says of files: names stay as the wire writes them until they are shown. */

import {
  type AgentMessage,
  FILE_FAULT,
  FILE_KIND,
  type FilePlace,
  type FileRow,
  MAX_FILE_NAME,
  MAX_FILE_PATH,
  MAX_TEXT_PART,
  MAX_TEXT_PARTS,
  PLACE_KIND,
  TEXT_ENCODING,
} from "./messages";
import { amount, type Fields, isFields, list, NotOfThisWire, number, oneOf, orNull, string, whole } from "./readers";

export type FileMessage = Extract<AgentMessage, { type: `files/${string}` }>;

const MOST_PLACES = 64;
const MOST_ROWS = 1000;
const MOST = 2 ** 31;

export function isOfFiles(message: AgentMessage): message is FileMessage {
  return message.type.startsWith("files/");
}

/** Read one message; throws NotOfThisWire on what it cannot be. */
export function fileMessage(type: FileMessage["type"], fields: Fields): FileMessage {
  switch (type) {
    case "files/places":
      return { type, places: list(fields["places"], MOST_PLACES, place) };
    case "files/rows":
      return {
        type,
        ...{ listing: count(fields["listing"]), first: count(fields["first"]), rows: list(fields["rows"], MOST_ROWS, row) },
        ...{ total: count(fields["total"]), all: count(fields["all"]) },
        ...{ reading: fields["reading"] === true, cut: fields["cut"] === true },
      };
    case "files/closed":
      return { type, listing: count(fields["listing"]), fault: fault(fields) };
    case "files/opened":
      return {
        type,
        ...{ act: act(fields), parts: whole(fields["parts"], 0, MAX_TEXT_PARTS), size: amount(fields["size"]) },
        ...{ encoding: oneOf(fields["encoding"], TEXT_ENCODING), editable: fields["editable"] === true },
      };
    case "files/text":
      return { type, act: act(fields), text: string(fields["text"], 2 * MAX_TEXT_PART) };
    case "files/progress":
      return { type, act: act(fields), done: amount(fields["done"]), total: orNull(fields["total"], amount) };
    case "files/asking":
      return { type, act: act(fields) };
    case "files/done":
      return { type, act: act(fields), name: string(fields["name"], MAX_FILE_NAME) };
    case "files/failed":
      return { type, act: act(fields), fault: fault(fields) };
    case "files/undone":
      return { type };
  }
}

function place(value: unknown): FilePlace {
  if (!isFields(value)) throw new NotOfThisWire();
  const path = string(value["path"], MAX_FILE_PATH);
  return { kind: oneOf(value["kind"], PLACE_KIND), path, total: amount(value["total"]), free: amount(value["free"]) };
}

function row(value: unknown): FileRow {
  if (!isFields(value)) throw new NotOfThisWire();
  return {
    name: string(value["name"], MAX_FILE_NAME),
    kind: oneOf(value["kind"], FILE_KIND),
    size: orNull(value["size"], amount),
    modified: orNull(value["modified"], number),
  };
}

function fault(fields: Fields): (typeof FILE_FAULT)[number] {
  return oneOf(fields["fault"], FILE_FAULT);
}

function act(fields: Fields): number {
  return whole(fields["act"], 1, MOST);
}

function count(value: unknown): number {
  return whole(value, 0, MOST);
}
