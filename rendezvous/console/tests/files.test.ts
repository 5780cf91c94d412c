/** The technician's side of the files: what is asked, what is kept of what comes, and what is shown of names. */

import { beforeEach, expect, test } from "vitest";
import { Files, PAGE } from "../src/call/files";
import { NO_FILES } from "../src/call/files_state";
import { crumbs, editableName, folderOf, joined, nameOf, shownName, typedName } from "../src/files/names";
import { difference, parts, wellFormed } from "../src/files/texts";
import { keyAct } from "../src/views/live/files/keys";
import { isOfFiles } from "../src/wire/files";
import { type ConsoleMessage, type FileRow, type FolderRows, MAX_TEXT_PART } from "../src/wire/messages";
import { parseAgentMessage } from "../src/wire/parse";

const ALL = { see: true, read: true, write: true };
const NOTHING = { see: false, read: false, write: false };

let sent: ConsoleMessage[];
let open: boolean;
let files: Files;

beforeEach(() => {
  sent = [];
  open = true;
  files = new Files((message) => {
    if (open) sent.push(message);
    return open;
  });
});

const row = (name: string, kind: FileRow["kind"] = "file"): FileRow => ({ name, kind, size: 1, modified: 0 });
const rowsOf = (count: number): FileRow[] => Array.from({ length: count }, (_, at) => row(`n${at}`));
const last = (): ConsoleMessage | undefined => sent.at(-1);

function listing(): number {
  const message = sent.findLast((one) => one.type === "files/list");
  if (message?.type !== "files/list") throw new Error("no folder was asked for");
  return message.listing;
}

function come(rows: FileRow[], more: Partial<FolderRows> = {}): void {
  const total = more.total ?? rows.length;
  files.heard({ type: "files/rows", listing: listing(), first: 0, rows, total, all: total, reading: false, cut: false, ...more });
}

function show(rows: FileRow[], path = "/home/anne"): void {
  files.open(path);
  come(rows);
}

test("the first place is opened as soon as the places are known", () => {
  files.begin();
  files.heard({ type: "files/places", places: [{ kind: "home", path: "/home/anne", total: 2, free: 1 }] });
  expect(sent.map(({ type }) => type)).toEqual(["files/places", "files/list"]);
  expect(last()).toMatchObject({ path: "/home/anne", fresh: true, sort: "name", filter: "" });
  files.begin();
  expect(sent).toHaveLength(2);
});

test("places that were refused are asked for again", () => {
  files.begin();
  files.heard({ type: "files/closed", listing: 0, fault: "too_many" });
  expect(files.state()).toMatchObject({ fault: "too_many", places: null, folder: null });
  files.begin();
  files.heard({ type: "files/places", places: [{ kind: "home", path: "/home/anne", total: 2, free: 1 }] });
  expect(sent.map(({ type }) => type)).toEqual(["files/places", "files/places", "files/list"]);
  expect(files.state().fault).toBeNull();
});

test("rows of a listing that is over are left aside", () => {
  show([row("a")]);
  const before = listing();
  files.open("/etc");
  files.heard({ type: "files/rows", listing: before, first: 0, rows: [row("b")], total: 1, all: 1, reading: false, cut: false });
  expect(files.row(0)).toBeUndefined();
});

test("what was found first gives way to what is in order", () => {
  files.open("/big");
  come(rowsOf(3), { reading: true, total: 3 });
  files.need(0, 3);
  come([], { reading: true, total: 500 });
  expect(files.row(0)?.name).toBe("n0");
  come([row("first"), row("second")], { total: 500 });
  expect([files.row(0)?.name, files.row(2)]).toEqual(["first", undefined]);
  expect(files.state().folder).toMatchObject({ total: 500, reading: false });
});

test("rows in sight that are not there are asked for, page by page and once", () => {
  files.open("/big");
  come(rowsOf(200), { total: 100_000 });
  sent = [];
  const number = files.state().folder?.listing ?? 0;
  files.need(50_050, 50_120);
  files.need(50_051, 50_121);
  files.need(10, 60);
  expect(sent).toEqual([
    { type: "files/more", listing: number, first: 50_000, count: PAGE },
    { type: "files/more", listing: number, first: 50_100, count: PAGE },
  ]);
  files.heard({
    ...{ type: "files/rows", listing: number, first: 50_000, rows: rowsOf(100), total: 100_000, all: 100_000 },
    ...{ reading: false, cut: false },
  });
  expect(files.row(50_099)?.name).toBe("n99");
  expect(files.row(0)?.name).toBe("n0");
});

test("another order or filter does not read the folder anew, and the row with the keys keeps them", () => {
  show([row("a"), row("b"), row("c")]);
  files.moveTo(1);
  files.arrange({ descending: true });
  expect(last()).toMatchObject({ type: "files/list", descending: true, fresh: false });
  come([row("c"), row("b"), row("a")]);
  expect(files.state().cursor).toBe(1);
  files.arrange({ filter: "b\ud800" });
  expect(last()).toMatchObject({ filter: "b\ufffd" });
  come([row("b")]);
  expect(files.state().cursor).toBe(0);
});

test("opening goes into a folder, shows a text, and tries a link as both", () => {
  show([row("sub", "folder"), row("a.txt"), row("way", "link"), row("pipe", "other")]);
  files.openRow(3);
  expect(last()?.type).toBe("files/list");
  files.openRow(2);
  expect(last()).toMatchObject({ type: "files/list", path: "/home/anne/way" });
  files.heard({ type: "files/closed", listing: listing(), fault: "missing" });
  expect(sent.slice(-2)).toMatchObject([{ path: "/home/anne" }, { type: "files/view", path: "/home/anne/way" }]);
  come([row("sub", "folder"), row("a.txt")]);
  files.openRow(0);
  expect(last()).toMatchObject({ path: "/home/anne/sub" });
  come([]);
  files.up();
  come([row("other", "folder"), row("sub", "folder")]);
  expect(files.state().cursor).toBe(1);
});

test("a long text is laid out for its first part and then as a whole, not for each part", () => {
  show([row("a.txt")]);
  files.openRow(0);
  const act = files.state().text?.act ?? 0;
  files.heard({ type: "files/opened", act, parts: 3, size: 6, encoding: "utf-8", editable: true });
  const drafts = ["ab", "cd", "ef"].map((text) => {
    files.heard({ type: "files/text", act, text });
    return files.state().text?.draft;
  });
  expect(drafts).toEqual(["ab", "ab", "abcdef"]);
  expect(files.state().text?.text).toBe("abcdef");
});

test("a text comes in parts, is edited, and saved in parts", () => {
  show([row("a.txt")]);
  files.openRow(0);
  const act = files.state().text?.act ?? 0;
  files.heard({ type: "files/opened", act, parts: 2, size: 4, encoding: "utf-8", editable: true });
  files.heard({ type: "files/text", act, text: "ab" });
  files.heard({ type: "files/text", act, text: "cd" });
  files.heard({ type: "files/text", act, text: "too much" });
  expect(files.state().text).toMatchObject({ text: "abcd", draft: "abcd", coming: 0 });
  files.type("x".repeat(MAX_TEXT_PART + 1));
  files.save();
  const [save, first, second] = sent.slice(-3);
  expect(save).toMatchObject({ type: "files/save", opened: act, parts: 2 });
  expect([first, second].map((one) => one?.type)).toEqual(["files/part", "files/part"]);
  const saving = files.state().acts.at(-1)?.number ?? 0;
  files.heard({ type: "files/asking", act: saving });
  expect(files.state().acts.at(-1)?.state).toBe("asking");
  files.heard({ type: "files/done", act: saving, name: "a.txt" });
  expect(files.state().text?.text).toBe(files.state().text?.draft);
});

test("a text that is not whole or not to be edited is not saved", () => {
  show([row("a.txt")]);
  files.openRow(0);
  const act = files.state().text?.act ?? 0;
  files.heard({ type: "files/opened", act, parts: 0, size: 4, encoding: "utf-8", editable: false });
  files.type("other");
  files.save();
  expect(last()?.type).toBe("files/view");
});

test("a change reads the folder again, and the keys go to what came of it", () => {
  show([row("a"), row("b")]);
  files.rename("/home/anne/a", "z");
  const act = files.state().acts[0]?.number ?? 0;
  files.heard({ type: "files/done", act, name: "z 3f9a2c" });
  expect(last()).toMatchObject({ type: "files/list", fresh: true });
  come([row("b"), row("z 3f9a2c")]);
  expect(files.state().cursor).toBe(1);
});

test("what is cut is moved once, what is copied as often as wished", () => {
  show([row("a")]);
  files.take("/home/anne/a", true);
  files.paste();
  files.paste();
  expect(sent.filter(({ type }) => type === "files/move")).toHaveLength(1);
  files.take("/home/anne/a", false);
  files.paste();
  files.paste();
  expect(sent.filter(({ type }) => type === "files/copy")).toHaveLength(2);
});

test("a failure is kept to be read, and closes only its own text", () => {
  show([row("a")]);
  files.trash("/home/anne/a");
  const act = files.state().acts[0]?.number ?? 0;
  files.heard({ type: "files/failed", act, fault: "no_trash" });
  expect(files.state().acts[0]?.state).toBe("no_trash");
  files.tidy();
  expect(files.state().acts).toEqual([]);
});

test("what is not allowed any more was stopped, and is read anew when it is again", () => {
  files.stand(ALL, true);
  show([row("a")]);
  files.take("/home/anne/a", false);
  files.paste();
  files.stand(NOTHING, true);
  expect(files.state().acts[0]?.state).toBe("stopped");
  expect(files.row(0)?.name).toBe("a");
  files.stand(ALL, true);
  expect(last()).toMatchObject({ type: "files/list", path: "/home/anne", fresh: true });
  files.stand(NOTHING, false);
  expect(files.row(0)).toBeUndefined();
  expect(files.state()).toMatchObject({ folder: NO_FILES.folder, places: null, text: null });
});

test("a text that was coming is stopped too, where there was leave to read alone", () => {
  files.stand({ ...ALL, write: false }, true);
  show([row("a.txt")]);
  files.openRow(0);
  files.stand(NOTHING, true);
  expect(files.state().acts[0]?.state).toBe("stopped");
});

test.each([NOTHING, { ...ALL, read: false }])("a text whose rest never comes is closed: %o", (then) => {
  files.stand(ALL, true);
  show([row("a.txt")]);
  files.openRow(0);
  const act = files.state().text?.act ?? 0;
  files.heard({ type: "files/opened", act, parts: 2, size: 4, encoding: "utf-8", editable: true });
  files.heard({ type: "files/text", act, text: "ab" });
  files.stand(then, true);
  expect(files.state()).toMatchObject({ text: null, acts: [{ state: "stopped" }] });
});

test("a text that is whole stays over a pause", () => {
  files.stand(ALL, true);
  show([row("a.txt")]);
  files.openRow(0);
  const act = files.state().text?.act ?? 0;
  files.heard({ type: "files/opened", act, parts: 1, size: 2, encoding: "utf-8", editable: true });
  files.heard({ type: "files/text", act, text: "ab" });
  files.type("ac");
  files.stand(NOTHING, true);
  expect(files.state().text).toMatchObject({ text: "ab", draft: "ac" });
});

test("nothing is counted as under way that could not be sent", () => {
  show([row("a")]);
  open = false;
  files.trash("/home/anne/a");
  files.view("/home/anne/a");
  expect(files.state()).toMatchObject({ acts: [], text: null });
});

test("an undo by the customer reads the folder again", () => {
  show([row("a")]);
  files.heard({ type: "files/undone" });
  expect(last()).toMatchObject({ type: "files/list", fresh: true });
});

// --- names and texts ---

test.each([
  ["100%25.txt", "100%.txt"],
  ["caf%E9", "caf⟨E9⟩"],
  ["a\u202eb", "a⟨U+202E⟩b"],
  ["a\nb\x1b[2J\x7f", "a␊b␛[2J␡"],
  ["\u200bzero\ufeff", "⟨U+200B⟩zero⟨U+FEFF⟩"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  ["été 💡", "été 💡"],
])("%j is shown as %j", (wire, shown) => {
  expect(shownName(wire)).toBe(shown);
});

test("a typed name is written for the wire, and none that cannot be one", () => {
  expect(typedName("100 %.txt")).toBe("100 %25.txt");
  expect(typedName("a\ud800")).toBe("a\ufffd");
  expect(["", ".", "..", "a/b", "a\0b"].map(typedName)).toEqual([null, null, null, null, null]);
});

test("a name is offered for typing over only where that gives the same one", () => {
  expect(editableName("100%25.txt")).toBe("100%.txt");
  expect(editableName("caf%E9")).toBeNull();
});

test("paths are taken apart and put together", () => {
  expect([joined("/", "etc"), joined("/home", "anne")]).toEqual(["/etc", "/home/anne"]);
  expect([folderOf("/etc"), folderOf("/home/anne"), nameOf("/home/anne")]).toEqual(["/", "/home", "anne"]);
  expect(crumbs("/home/anne").map(({ path }) => path)).toEqual(["/", "/home", "/home/anne"]);
});

test("a text is cut without cutting a character", () => {
  const text = "x".repeat(MAX_TEXT_PART - 1) + "💡" + "y".repeat(MAX_TEXT_PART);
  const cut = parts(text);
  expect(cut.join("")).toBe(text);
  expect(cut.every((part) => part.length <= MAX_TEXT_PART && wellFormed(part) === part)).toBe(true);
  expect(parts("")).toEqual([]);
});

test("the difference is what goes and what comes", () => {
  expect(difference("a\nb\nc\nd", "a\nB\nc\nd\ne")).toEqual([
    { added: false, text: "b" },
    { added: true, text: "B" },
    { added: true, text: "e" },
  ]);
  expect(difference("a", "a")).toEqual([]);
  const long = Array.from({ length: 1500 }, (_, at) => `l${at}`);
  expect(difference(long.join("\n"), [...long].reverse().join("\n"))).toHaveLength(3000);
});

test.each([
  ["ArrowDown", { type: "move", to: 6 }],
  ["PageUp", { type: "move", to: -5 }],
  ["End", { type: "move", to: 99 }],
  ["Enter", { type: "open" }],
  ["Backspace", { type: "up" }],
  ["F2", { type: "rename" }],
  ["Delete", { type: "trash" }],
  ["q", null],
])("%s acts on the row", (key, act) => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(keyAct({ key, ...none }, 5, 100, 10)).toEqual(act);
});

test("Ctrl and a letter copy, cut and paste; with Shift or Alt they belong to others", () => {
  const held = { ctrlKey: true, metaKey: false, altKey: false, shiftKey: false };
  expect(["c", "X", "v"].map((key) => keyAct({ key, ...held }, 0, 1, 1)?.type)).toEqual(["copy", "cut", "paste"]);
  expect(keyAct({ key: "c", ...held, shiftKey: true }, 0, 1, 1)).toBeNull();
});

// --- what comes over the wire ---

test.each([
  { type: "files/places", places: [{ kind: "home", path: "/h", total: 1, free: 0 }] },
  { type: "files/rows", listing: 1, first: 0, rows: [row("a")], total: 1, all: 1, reading: false, cut: false },
  { type: "files/closed", listing: 1, fault: "missing" },
  { type: "files/opened", act: 1, parts: 1, size: 3, encoding: "cp1252", editable: true },
  { type: "files/text", act: 1, text: "abc" },
  { type: "files/progress", act: 1, done: 5, total: null },
  { type: "files/asking", act: 1 },
  { type: "files/done", act: 1, name: "a" },
  { type: "files/failed", act: 1, fault: "disk_full" },
  { type: "files/undone" },
])("$type is read as it was written", (message) => {
  const read = parseAgentMessage(JSON.stringify(message));
  expect(read).toEqual(message);
  expect(read && isOfFiles(read)).toBe(true);
});

test.each([
  { type: "files/rows", listing: 1, first: 0, rows: [{ name: "a", kind: "disk", size: 1 }], total: 1, all: 1 },
  { type: "files/rows", listing: 1, first: -1, rows: [], total: 1, all: 1 },
  { type: "files/rows", listing: 1, first: 0, rows: [{ name: "x".repeat(766), kind: "file" }], total: 1, all: 1 },
  { type: "files/opened", act: 1, parts: 41, size: 3, encoding: "utf-8", editable: true },
  { type: "files/opened", act: 1, parts: 1, size: 3, encoding: "utf-7", editable: true },
  { type: "files/failed", act: 1, fault: "because" },
  { type: "files/done", act: 0, name: "a" },
  { type: "files/progress", act: 1, done: -1 },
])("what cannot be is left aside: %j", (message) => {
  expect(parseAgentMessage(JSON.stringify(message))).toBeNull();
});
