/** Reads what the agent says of programs, services and what starts by itself, field by field. */

import {
  END_OUTCOME,
  KEPT,
  type ListUnreadable,
  type ProcessOutcome,
  type ProcessPage,
  type ProcessRow,
  SCOPE,
  SERVICE_KEPT,
  SERVICE_OUTCOME,
  SERVICE_STATE,
  type ServiceChanged,
  type ServicePage,
  type ServiceRow,
  type StartupPage,
  type StartupRow,
  type StartupSwitched,
  SWITCH_OUTCOME,
} from "./messages";
import { amount, type Fields, isFields, list, NotOfThisWire, oneOf, orNull, string, whole } from "./readers";

export type FromProcesses =
  | ProcessPage
  | ProcessOutcome
  | ListUnreadable
  | ServicePage
  | ServiceChanged
  | StartupPage
  | StartupSwitched;

const MOST_ROWS = 8192;
const MOST_NUMBER = 2 ** 31 - 1;
const LISTS = ["processes", "services", "startup"] as const;

/** Return null for a message that is none of these. */
export function fromProcesses(type: FromProcesses["type"], fields: Fields): FromProcesses | null {
  switch (type) {
    case "processes/page":
      return { type, ...page(fields, program), gone: list(fields["gone"], MOST_ROWS, id) };
    case "processes/outcome":
      return { type, id: id(fields["id"]), outcome: oneOf(fields["outcome"], END_OUTCOME) };
    case "processes/unreadable":
      return { type, list: oneOf(fields["list"], LISTS), reason: oneOf(fields["reason"], ["not_now", "unreadable"]) };
    case "services/page":
      return { type, ...page(fields, service) };
    case "services/outcome":
      return changed(fields);
    case "startup/page":
      return { type, ...page(fields, entry) };
    case "startup/outcome":
      return switched(fields);
    default:
      return null;
  }
}

function page<Row>(fields: Fields, row: (fields: Fields) => Row): { first: boolean; rows: Row[]; more: boolean } {
  const rows = list(fields["rows"], MOST_ROWS, (value) => {
    if (!isFields(value)) throw new NotOfThisWire();
    return row(value);
  });
  return { first: fields["first"] === true, rows, more: fields["more"] === true };
}

function program(fields: Fields): ProcessRow {
  return {
    id: id(fields["id"]),
    pid: whole(fields["pid"], 0, MOST_NUMBER),
    name: string(fields["name"], 80),
    path: string(fields["path"], 300),
    user: string(fields["user"], 80),
    cpu: orNull(fields["cpu"], amount),
    memory: amount(fields["memory"]),
    kept: orNull(fields["kept"], (value) => oneOf(value, KEPT)),
  };
}

function service(fields: Fields): ServiceRow {
  return {
    ...named(fields),
    description: string(fields["description"], 200),
    state: oneOf(fields["state"], SERVICE_STATE),
    kept: orNull(fields["kept"], (value) => oneOf(value, SERVICE_KEPT)),
  };
}

function changed(fields: Fields): ServiceChanged {
  const outcome = oneOf(fields["outcome"], SERVICE_OUTCOME);
  return { type: "services/outcome", ...named(fields), outcome, state: oneOf(fields["state"], SERVICE_STATE) };
}

function named(fields: Fields): Pick<ServiceRow, "scope" | "name"> {
  return { scope: oneOf(fields["scope"], SCOPE), name: name(fields) };
}

function entry(fields: Fields): StartupRow {
  const { title, program } = fields;
  return { name: name(fields), title: string(title, 200), program: string(program, 200), on: fields["on"] === true };
}

function switched(fields: Fields): StartupSwitched {
  const outcome = oneOf(fields["outcome"], SWITCH_OUTCOME);
  return { type: "startup/outcome", name: name(fields), on: fields["on"] === true, outcome };
}

function name(fields: Fields): string {
  return string(fields["name"], 255);
}

function id(value: unknown): number {
  return whole(value, 1, MOST_NUMBER);
}
