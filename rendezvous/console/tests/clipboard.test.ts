import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ClipboardMessage, Clipboards, STALLED_MS } from "../src/call/clipboard";
import { imageSize } from "../src/call/png";
import { fromBase64, toBase64, utf8 } from "../src/link/bytes";
import { CLIPBOARD_PART, CLIPBOARD_WINDOW, type ConsoleMessage, MAX_CLIPBOARD_TEXT } from "../src/wire/messages";

let sent: ConsoleMessage[];
let open: boolean;
let clipboards: Clipboards;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  open = true;
  clipboards = new Clipboards((message) => {
    if (open) sent.push(message);
    return open;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const types = (): string[] => sent.map(({ type }) => type);
const parts = (): number => types().filter((type) => type === "clipboard/part").length;

/** Let the agent hand over `data` in pieces. */
async function deliver(transfer: number, kind: "text" | "image", data: Uint8Array<ArrayBuffer>, size = data.length): Promise<void> {
  clipboards.heard({ type: "clipboard/content", transfer, kind, size });
  for (let at = 0; at < data.length; at += CLIPBOARD_PART) {
    clipboards.heard({ type: "clipboard/piece", transfer, data: toBase64(data.subarray(at, at + CLIPBOARD_PART)) });
  }
  await vi.waitFor(() => expect(clipboards.state().read).toBeNull());
}

/** The first bytes of a PNG of that size. */
function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(40);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
}

test("a text is read once asked for, each piece acknowledged", async () => {
  clipboards.read();
  expect(sent).toEqual([{ type: "clipboard/read", transfer: 1 }]);
  expect(clipboards.state().read).toEqual({ done: 0, size: null });
  const text = "é".repeat(CLIPBOARD_PART);
  await deliver(1, "text", utf8(text));
  expect(clipboards.state().received).toEqual({ kind: "text", text });
  expect(types().filter((type) => type === "clipboard/took")).toHaveLength(2);
  expect(clipboards.state().outcome.read).toBeNull();
});

test("what was not asked for is not taken", async () => {
  clipboards.heard({ type: "clipboard/content", transfer: 1, kind: "text", size: 2 });
  clipboards.heard({ type: "clipboard/piece", transfer: 1, data: toBase64(utf8("ok")) });
  expect(clipboards.state().received).toBeNull();
  clipboards.read();
  clipboards.heard({ type: "clipboard/piece", transfer: 1, data: toBase64(utf8("ok")) });
  expect(clipboards.state().received).toBeNull();
  expect(types()).toEqual(["clipboard/read"]);
});

test("more than was said is given up", () => {
  clipboards.read();
  clipboards.heard({ type: "clipboard/content", transfer: 1, kind: "text", size: 1 });
  clipboards.heard({ type: "clipboard/piece", transfer: 1, data: toBase64(utf8("two")) });
  expect(types().at(-1)).toBe("clipboard/give_up");
  expect(clipboards.state()).toMatchObject({ read: null, received: null, outcome: { read: "stopped" } });
});

test("a text larger than a text may be is given up before a byte of it", () => {
  clipboards.read();
  clipboards.heard({ type: "clipboard/content", transfer: 1, kind: "text", size: MAX_CLIPBOARD_TEXT + 1 });
  expect(types().at(-1)).toBe("clipboard/give_up");
});

test("what is no UTF-8 and no PNG is unreadable", async () => {
  clipboards.read();
  await deliver(1, "text", Uint8Array.of(0xff, 0xfe));
  expect(clipboards.state()).toMatchObject({ received: null, outcome: { read: "unreadable" } });
  clipboards.read();
  await deliver(2, "image", utf8("<svg onload=alert(1)>                              "));
  expect(clipboards.state()).toMatchObject({ received: null, outcome: { read: "unreadable" } });
});

test("an image keeps its size, and is a PNG whatever it would like to be", async () => {
  clipboards.read();
  await deliver(1, "image", png(1280, 720));
  const received = clipboards.state().received;
  expect(received).toMatchObject({ kind: "image", width: 1280, height: 720 });
  expect(received?.kind === "image" && received.image.type).toBe("image/png");
});

test("an image that would unfold to gigabytes is not shown", () => {
  expect(imageSize(png(30000, 30000))).toBeNull();
  expect(imageSize(png(0, 9))).toBeNull();
  expect(imageSize(png(9, 9).subarray(0, 20))).toBeNull();
});

test("what the agent says of a failure is the outcome", () => {
  clipboards.read();
  clipboards.heard({ type: "clipboard/failed", transfer: 1, reason: "nothing" });
  expect(clipboards.state()).toMatchObject({ read: null, outcome: { read: "nothing" } });
});

test("a text is put with its size first, and few parts under way", () => {
  const text = "x".repeat(5 * CLIPBOARD_PART);
  clipboards.putText(text);
  expect(sent[0]).toEqual({ type: "clipboard/put_text", transfer: 1, size: text.length });
  expect(parts()).toBe(CLIPBOARD_WINDOW);
  for (let taken = 1; taken <= 5; taken++) {
    clipboards.heard({ type: "clipboard/taken", transfer: 1 });
    expect(parts()).toBe(Math.min(taken + CLIPBOARD_WINDOW, 5));
  }
  const data = sent.flatMap((message) => (message.type === "clipboard/part" ? [...fromBase64(message.data)] : []));
  expect(new TextDecoder().decode(Uint8Array.from(data))).toBe(text);
  clipboards.heard({ type: "clipboard/placed", transfer: 1 });
  expect(clipboards.state()).toMatchObject({ put: null, outcome: { put: "placed" } });
});

test("acknowledgements that nothing was sent for open no window", () => {
  clipboards.putText("x".repeat(40 * CLIPBOARD_PART));
  const before = parts();
  clipboards.heard({ type: "clipboard/taken", transfer: 7 });
  expect(parts()).toBe(before);
});

test("nothing and too much are not sent", () => {
  clipboards.putText("");
  clipboards.putText("é".repeat(MAX_CLIPBOARD_TEXT));
  expect(sent).toEqual([]);
  expect(clipboards.state().outcome.put).toBe("too_large");
});

test("without the permission nothing begins", () => {
  open = false;
  clipboards.read();
  clipboards.putText("hello");
  expect(clipboards.state()).toMatchObject({ read: null, put: null });
});

test("paused or withdrawn in the middle, no further part is sent", () => {
  clipboards.putText("x".repeat(5 * CLIPBOARD_PART));
  open = false;
  clipboards.heard({ type: "clipboard/taken", transfer: 1 });
  expect(parts()).toBe(CLIPBOARD_WINDOW);
  clipboards.heard({ type: "clipboard/failed", transfer: 1, reason: "stopped" });
  expect(clipboards.state()).toMatchObject({ put: null, outcome: { put: "stopped" } });
});

test("a line that is cut stops both ways, and what comes late is left aside", async () => {
  clipboards.read();
  clipboards.putText("x".repeat(5 * CLIPBOARD_PART));
  clipboards.cut();
  const late: ClipboardMessage[] = [
    { type: "clipboard/content", transfer: 1, kind: "text", size: 2 },
    { type: "clipboard/piece", transfer: 1, data: toBase64(utf8("ok")) },
    { type: "clipboard/taken", transfer: 2 },
  ];
  const before = sent.length;
  for (const message of late) clipboards.heard(message);
  expect(sent).toHaveLength(before);
  expect(clipboards.state()).toMatchObject({ read: null, put: null, received: null, outcome: { read: "stopped", put: "stopped" } });
});

test("an agent that says nothing is not waited for without end", () => {
  clipboards.read();
  vi.advanceTimersByTime(STALLED_MS);
  expect(types()).toEqual(["clipboard/read", "clipboard/give_up"]);
  expect(clipboards.state().read).toBeNull();
});
