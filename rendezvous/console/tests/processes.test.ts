import { expect, test, vi } from "vitest";
import { nextOrder, shownPrograms } from "../src/call/process_order";
import { Processes } from "../src/call/processes";
import { amountOf, percent } from "../src/views/live/program_line";
import { sentence } from "../src/views/live/processes";
import { stepped } from "../src/views/live/programs";
import { rowWindow, scrolledTo } from "../src/views/live/row_window";
import { shownServices, verbsFor } from "../src/views/live/services";
import { fr } from "../src/lang/fr";
import type { ConsoleMessage, ProcessPage, ProcessRow, ServiceRow } from "../src/wire/messages";
import { END_OUTCOME, SERVICE_OUTCOME, SWITCH_OUTCOME } from "../src/wire/messages";
import { parseAgentMessage } from "../src/wire/parse";

const row = (id: number, change: Partial<ProcessRow> = {}): ProcessRow => ({
  id,
  pid: 1000 + id,
  name: `program ${id}`,
  path: `/usr/bin/program-${id}`,
  user: "odile",
  cpu: 0,
  memory: 1024,
  kept: null,
  ...change,
});
const page = (change: Partial<ProcessPage> = {}): ProcessPage => ({
  type: "processes/page",
  first: false,
  rows: [],
  gone: [],
  more: false,
  ...change,
});
const service = (name: string, change: Partial<ServiceRow> = {}): ServiceRow => ({
  scope: "system",
  name,
  description: "",
  state: "active",
  kept: null,
  ...change,
});

/** The lists with an agent that is the test. */
function stage(): { lists: Processes; sent: ConsoleMessage[] } {
  const sent: ConsoleMessage[] = [];
  const lists = new Processes((message) => sent.push(message) > 0);
  lists.allow(true);
  return { lists, sent };
}

const LIST = (fresh: boolean): ConsoleMessage => ({ type: "processes/list", fresh });

test("a list is asked for while it is looked at, and only then", () => {
  const { lists, sent } = stage();
  expect(sent).toEqual([]);
  const leave = lists.watch("processes");
  expect(sent).toEqual([LIST(true)]);
  lists.heard(page({ first: true, rows: [row(1)], more: true }));
  lists.heard(page({ rows: [row(2)] }));
  expect(sent).toEqual([LIST(true), LIST(false), LIST(false)]);
  leave();
  lists.heard(page({ rows: [row(1, { cpu: 5 })] }));
  expect(sent).toHaveLength(3);
  expect(lists.state().processes).toEqual([row(1, { cpu: 5 }), row(2)]);
});

test("what changed replaces, what is gone goes, and a new whole table begins from nothing", () => {
  const { lists } = stage();
  lists.heard(page({ first: true, rows: [row(1), row(2)] }));
  lists.heard(page({ rows: [row(3)], gone: [1] }));
  expect(lists.state().processes?.map(({ id }) => id)).toEqual([2, 3]);
  lists.heard(page({ first: true, rows: [row(9)] }));
  expect(lists.state().processes?.map(({ id }) => id)).toEqual([9]);
});

test("where it is not allowed any more all is forgotten; allowed again, it is asked for anew", () => {
  const { lists, sent } = stage();
  lists.watch("processes");
  lists.watch("services");
  lists.heard(page({ first: true, rows: [row(1)] }));
  lists.heard({ type: "services/page", first: true, rows: [service("cups.service")], more: false });
  sent.length = 0;
  lists.allow(false);
  expect(lists.state().processes).toBeNull();
  expect(lists.state().services).toBeNull();
  lists.allow(true);
  expect(sent).toEqual([LIST(true), { type: "services/list", fresh: true }]);
});

test("a program is asked to end first, and forced only once it did not", () => {
  const { lists, sent } = stage();
  lists.heard(page({ first: true, rows: [row(1)] }));
  lists.end(row(1));
  lists.heard({ type: "processes/outcome", id: 1, outcome: "asked" });
  lists.end(row(1));
  lists.heard({ type: "processes/outcome", id: 1, outcome: "still_running" });
  lists.end(row(1));
  expect(sent.map(({ type }) => type)).toEqual(["processes/end", "processes/end", "processes/force"]);
  lists.heard({ type: "processes/outcome", id: 1, outcome: "ended" });
  expect(lists.state().processes).toEqual([]);
  expect(lists.state().stubborn.size).toBe(0);
  expect(lists.state().said).toEqual({ list: "processes", name: "program 1", outcome: "ended" });
});

test("a service's state and an entry's switch follow what the agent says", () => {
  const { lists } = stage();
  lists.heard({ type: "services/page", first: true, rows: [service("a.service"), service("b.service")], more: false });
  lists.heard({ type: "services/outcome", scope: "system", name: "b.service", outcome: "done", state: "inactive" });
  lists.heard({ type: "services/outcome", scope: "user", name: "a.service", outcome: "done", state: "inactive" });
  expect(lists.state().services?.map(({ state }) => state)).toEqual(["active", "inactive"]);
  const entry = { name: "mail.desktop", title: "Courrier", program: "mailer", on: true };
  lists.heard({ type: "startup/page", first: true, rows: [entry], more: false });
  lists.heard({ type: "startup/outcome", name: "mail.desktop", on: false, outcome: "done" });
  expect(lists.state().startup).toEqual([{ ...entry, on: false }]);
  expect(lists.state().said).toEqual({ list: "startup", name: "Courrier", on: false, outcome: "done" });
});

test("pages of services follow one another", () => {
  const { lists, sent } = stage();
  lists.watch("services");
  lists.heard({ type: "services/page", first: true, rows: [service("a.service")], more: true });
  lists.heard({ type: "services/page", first: false, rows: [service("b.service")], more: false });
  expect(lists.state().services?.map(({ name }) => name)).toEqual(["a.service", "b.service"]);
  expect(sent).toHaveLength(2);
});

test("what cannot be told now is asked for again in a moment, if somebody still looks", () => {
  vi.useFakeTimers();
  const { lists, sent } = stage();
  const leave = lists.watch("processes");
  lists.heard({ type: "processes/unreadable", list: "processes", reason: "not_now" });
  expect(lists.state().unreadable).toEqual({ processes: "not_now" });
  vi.runAllTimers();
  expect(sent).toEqual([LIST(true), LIST(true)]);
  lists.heard(page({ first: true, rows: [row(1)] }));
  expect(lists.state().unreadable).toEqual({});
  lists.heard({ type: "processes/unreadable", list: "processes", reason: "not_now" });
  leave();
  vi.runAllTimers();
  expect(sent).toHaveLength(3);
  vi.useRealTimers();
});

test("programs are filtered by every word, without accents, and sorted as asked", () => {
  const rows = [
    row(1, { name: "Éditeur", cpu: 3, memory: 10 }),
    row(2, { name: "editeur-10", cpu: null, memory: 30, user: "root" }),
    row(3, { name: "editeur-9", cpu: 40, memory: 20 }),
  ];
  const ids = (filter: string, by: "name" | "user" | "cpu" | "memory", down: boolean): number[] =>
    shownPrograms(rows, filter, { by, down }).map(({ id }) => id);
  expect(ids("", "cpu", true)).toEqual([3, 1, 2]);
  expect(ids("", "memory", false)).toEqual([1, 3, 2]);
  expect(ids("", "name", false)).toEqual([1, 3, 2]);
  expect(ids("", "user", false)).toEqual([1, 3, 2]);
  expect(ids("EDITEUR", "name", false)).toEqual([1, 3, 2]);
  expect(ids("editeur root", "name", false)).toEqual([2]);
  expect(ids("1003", "name", false)).toEqual([3]);
  expect(nextOrder({ by: "cpu", down: true }, "cpu")).toEqual({ by: "cpu", down: false });
  expect(nextOrder({ by: "cpu", down: true }, "name")).toEqual({ by: "name", down: false });
  expect(nextOrder({ by: "name", down: false }, "memory")).toEqual({ by: "memory", down: true });
});

test("2,000 programs are filtered and sorted in well under a frame's worth of frames, and few are drawn", () => {
  const rows = Array.from({ length: 2000 }, (_, at) => row(at + 1, { cpu: (at * 7919) % 100, name: `p${at % 50}` }));
  const began = performance.now();
  for (let time = 0; time < 20; time++) shownPrograms(rows, "program odile", { by: "cpu", down: true });
  expect((performance.now() - began) / 20).toBeLessThan(100);
  const { from, to } = rowWindow(2000, 44, 44_000, 440);
  expect([from, to]).toEqual([992, 1018]);
});

test("the window over a list stays in it, and a chosen row is brought into sight", () => {
  expect(rowWindow(0, 44, 0, 400)).toEqual({ from: 0, to: 0 });
  expect(rowWindow(5, 44, 9999, 400)).toEqual({ from: 0, to: 5 });
  expect(scrolledTo(3, 44, 200, 400)).toBe(132);
  expect(scrolledTo(20, 44, 0, 400)).toBe(524);
  expect(scrolledTo(5, 44, 100, 400)).toBe(100);
});

test("the keys that lead through a list", () => {
  expect(stepped("ArrowDown", -1, 10, 4)).toBe(0);
  expect(stepped("ArrowUp", 0, 10, 4)).toBe(0);
  expect(stepped("PageDown", 7, 10, 4)).toBe(9);
  expect(stepped("End", 0, 10, 4)).toBe(9);
  expect(stepped("Home", 7, 10, 4)).toBe(0);
  expect(stepped("a", 0, 10, 4)).toBeNull();
  expect(stepped("End", -1, 0, 4)).toBeNull();
});

test("services: what failed comes first, and what may not be stopped is not offered", () => {
  const rows = [service("b.service"), service("a.service"), service("z.service", { state: "failed" })];
  expect(shownServices(rows, "").map(({ name }) => name)).toEqual(["z.service", "a.service", "b.service"]);
  expect(shownServices([service("cups.service", { description: "Impression" })], "impres")).toHaveLength(1);
  expect(verbsFor(service("x"))).toEqual(["restart", "stop"]);
  expect(verbsFor(service("x", { state: "inactive" }))).toEqual(["start"]);
  expect(verbsFor(service("x", { kept: "desktop" }))).toEqual([]);
  expect(verbsFor(service("x", { kept: "line" }))).toEqual(["restart"]);
});

test("figures are written as the reader's language has them", () => {
  expect(percent(12.5, "fr")).toMatch(/^12,5\s%$/);
  expect(percent(0, "en")).toBe("0%");
  expect(amountOf(0, "fr", fr.processes.units)).toBe("0\u00a0o");
  expect(amountOf(7.8 * 1024 ** 2, "fr", fr.processes.units)).toBe("7,8\u00a0Mo");
  expect(amountOf(300 * 1024 ** 3, "en", ["B", "KB", "MB", "GB", "TB"])).toBe("300\u00a0GB");
});

test("everything that can come of a change has a sentence of its own", () => {
  const ends = END_OUTCOME.map((outcome) => sentence({ list: "processes", name: "x", outcome }, fr));
  const changes = SERVICE_OUTCOME.map((outcome) => sentence({ list: "services", name: "x", outcome }, fr));
  const turns = SWITCH_OUTCOME.map((outcome) => sentence({ list: "startup", name: "x", outcome, on: false }, fr));
  for (const told of [ends, changes, turns]) expect(new Set(told).size).toBe(told.length);
});

test("what the agent says of lists is read field by field, or not at all", () => {
  const read = (message: object): unknown => parseAgentMessage(JSON.stringify(message));
  const whole = page({ first: true, rows: [row(1, { cpu: null, kept: "desktop" })], gone: [2], more: true });
  expect(read(whole)).toEqual(whole);
  expect(read({ ...whole, rows: [{ ...row(1), id: 0 }] })).toBeNull();
  expect(read({ ...whole, rows: [{ ...row(1), name: "x".repeat(81) }] })).toBeNull();
  expect(read({ ...whole, rows: [{ ...row(1), memory: -1 }] })).toBeNull();
  expect(read({ ...whole, rows: [{ ...row(1), kept: "because" }] })).toBeNull();
  expect(read({ ...whole, gone: ["1"] })).toBeNull();
  expect(read({ type: "processes/outcome", id: 1, outcome: "killed" })).toBeNull();
  expect(read({ type: "processes/unreadable", list: "files", reason: "not_now" })).toBeNull();
  const services = { type: "services/page", first: true, rows: [service("a.service")], more: false };
  expect(read(services)).toEqual(services);
  expect(read({ ...services, rows: [service("a.service", { state: "odd" as "active" })] })).toBeNull();
  const entries = { type: "startup/page", first: true, rows: [{ name: "a", title: "A", program: "a", on: true }], more: false };
  expect(read(entries)).toEqual(entries);
  expect(read({ type: "startup/outcome", name: "a", on: true, outcome: "done" })).not.toBeNull();
});
