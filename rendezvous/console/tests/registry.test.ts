import { describe, expect, test, vi } from "vitest";
import { Registry, type RegistryState } from "../src/call/registry";
import { fromBase64, toBase64 } from "../src/link/bytes";
import { fileBytes, fileName } from "../src/registry/file";
import { readPath, shownName, wireName } from "../src/registry/names";
import { branches, treeAct } from "../src/registry/tree";
import { bytesOf, draftOf, isFaithful, lineOf } from "../src/registry/values";
import { choicesOf } from "../src/views/live/registry/editor";
import type { ConsoleMessage, KeyPage, ValueKind, ValueRow } from "../src/wire/messages";
import { parseAgentMessage } from "../src/wire/parse";

const utf16 = (text: string): Uint8Array<ArrayBuffer> => fileBytes(text, "windows").slice(2);
const value = (kind: ValueKind, bytes: Uint8Array<ArrayBuffer>, change: Partial<ValueRow> = {}): ValueRow => ({
  name: "v",
  kind,
  code: 1,
  data: toBase64(bytes),
  size: bytes.length,
  stored: true,
  closed: null,
  ...change,
});

describe("values", () => {
  test.each<[ValueKind, Uint8Array<ArrayBuffer>, string]>([
    ["sz", utf16("Zażółć 😀\0"), "Zażółć 😀"],
    ["expand_sz", utf16("%A%\0"), "%A%"],
    ["multi_sz", utf16("a\0b\0\0"), "a\nb"],
    ["multi_sz", utf16("\0\0"), ""],
    ["dword", Uint8Array.of(0xff, 0xff, 0xff, 0xff), "4294967295"],
    ["dword_big_endian", Uint8Array.of(0, 0, 1, 2), "258"],
    ["qword", new Uint8Array(8).fill(255), "18446744073709551615"],
    ["binary", Uint8Array.of(0, 10, 255), "00 0a ff"],
    ["none", new Uint8Array(0), ""],
    ["link", utf16("\\Registry"), "\\Registry"],
    ["setting", new TextEncoder().encode("['é']") as Uint8Array<ArrayBuffer>, "['é']"],
  ])("%s is typed and read back byte for byte", (kind, bytes, draft) => {
    expect(draftOf(kind, bytes, 10)).toBe(draft);
    expect(bytesOf(kind, draft, 10)).toEqual(bytes);
    expect(isFaithful(value(kind, bytes))).toBe(true);
  });

  test.each<[ValueKind, Uint8Array<ArrayBuffer>]>([
    ["sz", utf16("no end")],
    ["sz", Uint8Array.of(1)],
    ["sz", utf16("in\0the middle\0")],
    ["sz", Uint8Array.of(0x3d, 0xd8, 0, 0)],
    ["dword", Uint8Array.of(1)],
    ["multi_sz", utf16("a\0")],
    ["other", Uint8Array.of(1)],
  ])("%s that is not made as it should be is not offered for typing", (kind, bytes) => {
    expect(isFaithful(value(kind, bytes))).toBe(false);
  });

  test("a value of which only a part came is not offered for typing", () => {
    expect(isFaithful(value("binary", Uint8Array.of(1), { size: 2 }))).toBe(false);
  });

  test.each<[ValueKind, string, 10 | 16, string]>([
    ["dword", "4294967296", 10, "range"],
    ["dword", "1ffffffff", 16, "range"],
    ["qword", "18446744073709551616", 10, "range"],
    ["dword", "-1", 10, "number"],
    ["dword", "ff", 10, "number"],
    ["dword", "", 10, "number"],
    ["binary", "0", 10, "hex"],
    ["binary", "0g", 10, "hex"],
    ["multi_sz", "a\n\nb", 10, "empty_line"],
    ["link", "", 10, "empty"],
    ["setting", " ", 10, "empty"],
    ["sz", "half \ud83d", 10, "half"],
    ["sz", "x".repeat(13000), 10, "too_long"],
  ])("%s %j in base %i is a mistake: %s", (kind, draft, base, mistake) => {
    expect(bytesOf(kind, draft, base)).toBe(mistake);
  });

  test("numbers are typed in both bases, and with 0x", () => {
    expect(bytesOf("dword", "ff", 16)).toEqual(Uint8Array.of(255, 0, 0, 0));
    expect(bytesOf("dword", "0xff", 10)).toEqual(Uint8Array.of(255, 0, 0, 0));
    expect(bytesOf("dword", "0xff", 16)).toEqual(Uint8Array.of(255, 0, 0, 0));
    expect(draftOf("dword", Uint8Array.of(255, 0, 0, 0), 16)).toBe("ff");
  });

  test("a list shows each kind in a line", () => {
    expect(lineOf(value("dword", Uint8Array.of(10, 0, 0, 0)))).toBe("0x0000000a (10)");
    expect(lineOf(value("multi_sz", utf16("a\0b\0\0")))).toBe("a | b");
    expect(lineOf(value("sz", utf16("two\nlines\u202e\0")))).toBe("two\ufffdlines\ufffd");
    expect(lineOf(value("binary", Uint8Array.of(1, 2), { size: 9 }))).toBe("01 02…");
  });

  test("a setting is chosen from what its maker says", () => {
    expect(choicesOf({ signature: "b", choices: [] })).toEqual(["true", "false"]);
    expect(choicesOf({ signature: "s", choices: ["left"] })).toEqual(["'left'"]);
    expect(choicesOf({ signature: "i", choices: ["0 – 10"] })).toEqual([]);
  });
});

test("names go there and back, and are shown without effect", () => {
  expect(wireName("100 %")).toBe("100 %0025");
  expect(shownName("100 %0025")).toBe("100 %");
  expect(shownName("a%0000b%D83D\u202e")).toBe("a\ufffdb\ufffd\ufffd");
  expect(readPath(" hkcu/Software\\Clock\\ ")).toEqual(["HKEY_CURRENT_USER", "Software", "Clock"]);
});

test("a file has the mark of its order and a name that every system takes", () => {
  expect([...fileBytes("é", "windows")]).toEqual([0xff, 0xfe, 0xe9, 0]);
  expect([...fileBytes("é", "gsettings")]).toEqual([0xc3, 0xa9]);
  expect(fileName({ path: ["HKEY_CURRENT_USER", 'a:b*"'] }, "windows")).toBe("a_b__.reg");
});

describe("the state", () => {
  const scene = () => {
    const sent: ConsoleMessage[] = [];
    const keep = vi.fn();
    const registry = new Registry((message) => sent.push(message) > 0, keep);
    registry.stand(true, true);
    registry.heard({
      type: "registry/roots",
      kind: "windows",
      views: ["64", "32"],
      roots: [{ name: "HKEY_CURRENT_USER", closed: null }],
    });
    const page = (change: Partial<KeyPage> = {}): void => {
      const listing = sent.filter(({ type }) => type === "registry/open").length ? registry.state().open!.listing : 0;
      registry.heard({
        ...{ type: "registry/page", listing, first: true, keys: [], values: [], total_keys: 0, total_values: 0, more: false, cut: false },
        ...change,
      });
    };
    return { sent, keep, registry, page, last: () => sent.at(-1)! };
  };
  const ROOT = ["HKEY_CURRENT_USER"];
  const shown = (state: RegistryState): string[] => branches(state).map(({ path }) => path.join("/"));

  test("keys unfold as they come, and all keys come before anybody scrolls", () => {
    const { registry, page, last } = scene();
    registry.open(ROOT);
    page({ keys: [{ name: "A", closed: null }], total_keys: 2, more: true });
    expect(last()).toMatchObject({ type: "registry/more" });
    page({ first: false, keys: [{ name: "B", closed: "secret" }], total_keys: 2, more: false });
    expect(shown(registry.state())).toEqual(["HKEY_CURRENT_USER", "HKEY_CURRENT_USER/A", "HKEY_CURRENT_USER/B"]);
    expect(branches(registry.state()).map(({ unfolded }) => unfolded)).toEqual([true, false, null]);
  });

  test("values are asked for only as far as somebody looks", () => {
    const { sent, registry, page } = scene();
    const rows = Array.from({ length: 100 }, (_, at) => value("none", new Uint8Array(0), { name: `${at}` }));
    registry.open(ROOT);
    page({ values: rows, total_values: 300, more: true });
    const asked = (): number => sent.filter(({ type }) => type === "registry/more").length;
    registry.need(50);
    expect(asked()).toBe(0);
    registry.need(100);
    registry.need(100);
    expect(asked()).toBe(1);
  });

  test("what is hidden meanwhile has the key read anew; a fault is kept", () => {
    const { registry, last } = scene();
    registry.open(ROOT);
    const before = registry.state().open!.listing;
    registry.heard({ type: "registry/closed", listing: before, fault: "changed" });
    expect(last()).toMatchObject({ type: "registry/open", names: ROOT });
    registry.heard({ type: "registry/closed", listing: registry.state().open!.listing, fault: "denied" });
    expect(registry.state().open?.fault).toBe("denied");
  });

  test("a change is said and the key read anew; the customer's undoing too", () => {
    const { registry, page, last, sent } = scene();
    registry.open(ROOT);
    page();
    registry.set("v", "dword", Uint8Array.of(1, 0, 0, 0));
    const set = last();
    expect(set).toMatchObject({ type: "registry/set", names: ROOT, name: "v", kind: "dword", data: "AQAAAA==" });
    registry.heard({ type: "registry/done", act: "act" in set ? Number(set.act) : 0, row: null });
    expect(registry.state().said).toMatchObject({ verb: "set", name: "v", outcome: "done" });
    expect(last().type).toBe("registry/open");
    const count = sent.length;
    registry.heard({ type: "registry/undone" });
    expect(sent.length).toBe(count + 1);
  });

  test("an export is put together and kept", () => {
    const { registry, keep, last } = scene();
    registry.export(ROOT);
    const act = registry.state().exporting!.act;
    registry.heard({ type: "registry/exported", act, text: "one ", last: false, left_out: 0 });
    expect(last()).toEqual({ type: "registry/next", act });
    registry.heard({ type: "registry/exported", act, text: "two", last: true, left_out: 3 });
    expect(keep).toHaveBeenCalledWith({ path: ROOT, text: "one two", leftOut: 3 });
    expect(registry.state().said).toMatchObject({ verb: "export", outcome: "done", leftOut: 3 });
  });

  test("a search gathers, and nothing of one that was stopped", () => {
    const { registry, last } = scene();
    registry.seek(ROOT, "x");
    const act = registry.state().search!.act;
    registry.heard({ type: "registry/found", act, rows: [{ key: ROOT, value: null }], looked: 7, done: false, cut: false });
    expect(registry.state().search).toMatchObject({ looked: 7, state: "running" });
    registry.stopSearch();
    expect(last()).toEqual({ type: "registry/stop", act });
    registry.heard({ type: "registry/found", act, rows: [{ key: ROOT, value: null }], looked: 9, done: true, cut: false });
    expect(registry.state().search).toMatchObject({ looked: 7, state: "stopped" });
  });

  test("a withdrawal forgets everything; a pause only stops", () => {
    const { registry, page, last } = scene();
    registry.open(ROOT);
    page({ values: [value("none", new Uint8Array(0))], total_values: 1 });
    registry.stand(false, true);
    expect(registry.state().open?.values.length).toBe(1);
    registry.stand(true, true);
    expect(last().type).toBe("registry/open");
    registry.stand(false, false);
    expect(registry.state().begun).toBeNull();
  });

  test("keys of the keyboard lead through the tree", () => {
    const { registry, page } = scene();
    registry.open(ROOT);
    page({ keys: [{ name: "A", closed: null }], total_keys: 1 });
    const lines = branches(registry.state());
    expect(treeAct("ArrowRight", lines, 0, 5)).toEqual({ type: "move", to: 1 });
    expect(treeAct("ArrowRight", lines, 1, 5)).toEqual({ type: "unfold", on: true });
    expect(treeAct("ArrowLeft", lines, 1, 5)).toEqual({ type: "move", to: 0 });
    expect(treeAct("ArrowLeft", lines, 0, 5)).toEqual({ type: "unfold", on: false });
    expect(treeAct("Enter", lines, 1, 5)).toEqual({ type: "open" });
    expect(treeAct("End", lines, 0, 5)).toEqual({ type: "move", to: 1 });
    expect(treeAct("x", lines, 0, 5)).toBeNull();
  });
});

test("what the agent says is read field by field, and nothing else", () => {
  const row = { name: "v", kind: "sz", code: 1, data: "YQA=", size: 2, stored: true, closed: null };
  const page = { type: "registry/page", listing: 1, first: true, keys: [], values: [row], total_keys: 0, total_values: 1, more: false, cut: false };
  const read = (message: object): unknown => parseAgentMessage(JSON.stringify(message));
  expect(read(page)).toEqual(page);
  expect(read({ ...page, values: [{ ...row, kind: "reg_sz" }] })).toBeNull();
  expect(read({ ...page, values: [{ ...row, data: "<b>" }] })).toBeNull();
  expect(read({ ...page, values: [{ ...row, data: "YQ" }] })).toBeNull();
  expect(read({ ...page, keys: [{ name: "x".repeat(5000), closed: null }] })).toBeNull();
  expect(read({ type: "registry/failed", act: 1, fault: "oops" })).toBeNull();
  expect(read({ type: "registry/exported", act: 1, text: "x", last: true, left_out: -1 })).toBeNull();
  expect(fromBase64("YQA=")).toEqual(Uint8Array.of(97, 0));
});
