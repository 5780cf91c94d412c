/** Reads what the agent says of the registry, field by field: names and bytes stay as the wire writes them. */

import {
  type AgentMessage,
  CLOSED,
  type Found,
  type KeyRow,
  MAX_EXPORT_PART,
  MAX_KEY_NAME,
  MAX_VALUE_BYTES,
  MAX_VALUE_NAME,
  REGISTRY_FAULT,
  REGISTRY_KIND,
  REGISTRY_VIEW,
  VALUE_KIND,
  type ValueRow,
} from "./messages";
import { amount, type Fields, isFields, list, NotOfThisWire, oneOf, orNull, string, whole } from "./readers";

export type RegistryMessage = Extract<AgentMessage, { type: `registry/${string}` }>;

const MOST = 2 ** 31 - 1;
const MOST_ROWS = 4096;
const MOST_DEPTH = 512;
const MOST_CHOICES = 200;
const MOST_WORDS = 2000;
const MOST_DATA = Math.ceil(MAX_VALUE_BYTES / 3) * 4;

export function isOfRegistry(message: AgentMessage): message is RegistryMessage {
  return message.type.startsWith("registry/");
}

/** Read one message; throws NotOfThisWire on what it cannot be. */
export function registryMessage(type: RegistryMessage["type"], fields: Fields): RegistryMessage {
  switch (type) {
    case "registry/roots": {
      const views = list(fields["views"], REGISTRY_VIEW.length, (view) => oneOf(view, REGISTRY_VIEW));
      return { type, kind: oneOf(fields["kind"], REGISTRY_KIND), views, roots: list(fields["roots"], MOST_ROWS, keyRow) };
    }
    case "registry/page":
      return {
        type,
        ...{ listing: count(fields["listing"]), first: fields["first"] === true, more: fields["more"] === true },
        ...{ keys: list(fields["keys"], MOST_ROWS, keyRow), values: list(fields["values"], MOST_ROWS, valueRow) },
        ...{ total_keys: count(fields["total_keys"]), total_values: count(fields["total_values"]), cut: fields["cut"] === true },
      };
    case "registry/closed":
      return { type, listing: count(fields["listing"]), fault: oneOf(fields["fault"], REGISTRY_FAULT) };
    case "registry/value":
      return {
        type,
        ...{ act: act(fields), row: valueRow(fields["row"]), signature: string(fields["signature"], 100) },
        choices: list(fields["choices"], MOST_CHOICES, (choice) => string(choice, 200)),
        ...{ initial: string(fields["initial"], MOST_WORDS), about: string(fields["about"], MOST_WORDS) },
      };
    case "registry/found":
      return {
        type,
        ...{ act: act(fields), rows: list(fields["rows"], MOST_ROWS, found), looked: count(fields["looked"]) },
        ...{ done: fields["done"] === true, cut: fields["cut"] === true },
      };
    case "registry/exported": {
      const text = string(fields["text"], MAX_EXPORT_PART);
      return { type, act: act(fields), text, last: fields["last"] === true, left_out: count(fields["left_out"]) };
    }
    case "registry/done":
      return { type, act: act(fields), row: orNull(fields["row"], valueRow) };
    case "registry/failed":
      return { type, act: act(fields), fault: oneOf(fields["fault"], REGISTRY_FAULT) };
    case "registry/undone":
      return { type };
  }
}

function keyRow(value: unknown): KeyRow {
  if (!isFields(value)) throw new NotOfThisWire();
  return { name: string(value["name"], MAX_KEY_NAME), closed: orNull(value["closed"], (why) => oneOf(why, CLOSED)) };
}

function valueRow(value: unknown): ValueRow {
  if (!isFields(value)) throw new NotOfThisWire();
  return {
    name: string(value["name"], MAX_VALUE_NAME),
    kind: oneOf(value["kind"], VALUE_KIND),
    code: whole(value["code"], 0, 2 ** 32 - 1),
    data: bytes(value["data"]),
    size: amount(value["size"]),
    stored: value["stored"] === true,
    closed: orNull(value["closed"], (why) => oneOf(why, CLOSED)),
  };
}

function found(value: unknown): Found {
  if (!isFields(value)) throw new NotOfThisWire();
  const key = list(value["key"], MOST_DEPTH, (name) => string(name, MAX_KEY_NAME));
  return { key, value: orNull(value["value"], valueRow) };
}

function bytes(value: unknown): string {
  const text = string(value, MOST_DATA);
  if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new NotOfThisWire();
  return text;
}

function act(fields: Fields): number {
  return whole(fields["act"], 1, MOST);
}

function count(value: unknown): number {
  return whole(value, 0, MOST);
}
