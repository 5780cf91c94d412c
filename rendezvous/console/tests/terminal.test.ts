import { beforeEach, expect, test } from "vitest";
import { CallTerminal, type Draw } from "../src/call/terminal";
import { linesOf, pasteable } from "../src/terminal_paste";
import { type ConsoleMessage, MAX_TERMINAL_TEXT, MAX_TYPED } from "../src/wire/messages";
import { parseAgentMessage } from "../src/wire/parse";

const sent: ConsoleMessage[] = [];
let allowed = true;
let drawings: { text: string; drawn: () => void }[] = [];

beforeEach(() => {
  sent.length = 0;
  allowed = true;
  drawings = [];
});

function terminal(): CallTerminal {
  return new CallTerminal((message) => {
    if (allowed) sent.push(message);
    return allowed;
  });
}

function opened(): CallTerminal {
  const made = terminal();
  made.open({ columns: 80, rows: 24 });
  made.heard({ type: "terminal/opened" });
  sent.length = 0;
  return made;
}

const draw: Draw = (text, drawn) => void drawings.push({ text, drawn });

test("it is opened once, in a size the wire knows", () => {
  const made = terminal();
  made.open({ columns: 7.9, rows: 4000 });
  made.open({ columns: 80, rows: 24 });
  expect(sent).toEqual([{ type: "terminal/open", columns: 20, rows: 80 }]);
  expect(made.state().standing).toBe("opening");
});

test("what may not be sent opens nothing", () => {
  allowed = false;
  const made = terminal();
  made.open({ columns: 80, rows: 24 });
  expect(made.state().standing).toBe("closed");
});

test("what is typed goes in portions that cut no character", () => {
  const made = opened();
  made.type(`${"x".repeat(MAX_TYPED - 1)}👩y`);
  const texts = sent.map((message) => (message.type === "terminal/input" ? message.text : ""));
  expect(texts).toEqual([`${"x".repeat(MAX_TYPED - 1)}👩`, "y"]);
});

test("nothing is typed before the shell is there, or where the customer does not see it", () => {
  const made = terminal();
  made.type("x");
  made.open({ columns: 80, rows: 24 });
  made.type("x");
  made.heard({ type: "terminal/opened" });
  made.heard({ type: "terminal/unseen", unseen: true });
  made.type("x");
  expect(sent.map(({ type }) => type)).toEqual(["terminal/open"]);
});

test("each output is said to be shown once it is drawn", () => {
  const made = opened();
  made.drawWith(draw);
  made.heard({ type: "terminal/output", number: 1, text: "a" });
  made.heard({ type: "terminal/output", number: 2, text: "b" });
  expect(sent).toEqual([]);
  for (const { drawn } of drawings) drawn();
  expect(sent).toEqual([{ type: "terminal/shown", number: 1 }, { type: "terminal/shown", number: 2 }]);
});

test("what comes again after a pause is drawn once, and said to be shown again", () => {
  const made = opened();
  made.drawWith(draw);
  made.heard({ type: "terminal/output", number: 1, text: "a" });
  drawings[0]?.drawn();
  made.heard({ type: "terminal/opened" });
  made.heard({ type: "terminal/output", number: 1, text: "a" });
  made.heard({ type: "terminal/output", number: 2, text: "b" });
  made.heard({ type: "terminal/output", number: 4, text: "d" });
  expect(drawings.map(({ text }) => text)).toEqual(["a", "b"]);
  expect(sent).toEqual([{ type: "terminal/shown", number: 1 }, { type: "terminal/shown", number: 1 }]);
});

test("what came before there is something to draw on waits", () => {
  const made = opened();
  made.heard({ type: "terminal/output", number: 1, text: "a" });
  made.drawWith(draw);
  expect(drawings.map(({ text }) => text)).toEqual(["a"]);
});

test("the next shell begins at one, whatever is still drawn of the last", () => {
  const made = opened();
  made.drawWith(draw);
  made.heard({ type: "terminal/output", number: 1, text: "old" });
  made.heard({ type: "terminal/closed", end: "exited" });
  expect(made.state()).toEqual({ standing: "closed", end: "exited" });
  made.open({ columns: 80, rows: 24 });
  made.heard({ type: "terminal/opened" });
  sent.length = 0;
  drawings[0]?.drawn();
  expect(sent).toEqual([]);
  made.heard({ type: "terminal/output", number: 1, text: "new" });
  drawings[1]?.drawn();
  expect(sent).toEqual([{ type: "terminal/shown", number: 1 }]);
});

test("pasted text keeps its lines and loses its orders", () => {
  expect(pasteable("a\r\nb\rc\td\u001b[31m\u0003\u009bx")).toBe("a\nb\nc\td[31mx");
  expect(linesOf("one line")).toBe(1);
  expect(linesOf("ls\n")).toBe(2);
  expect(linesOf("a\r\nb")).toBe(2);
});

test("the agent's words are read within their bounds", () => {
  const output = { type: "terminal/output", number: 1, text: "é" };
  for (const message of [
    output, { type: "terminal/opened" }, { type: "terminal/unseen", unseen: true },
    { type: "terminal/closed", end: "customer" },
  ]) {
    expect(parseAgentMessage(JSON.stringify(message))).toEqual(message);
  }
  for (const wrong of [
    { ...output, number: 0 }, { ...output, number: 1.5 }, { ...output, text: 5 },
    { ...output, text: "x".repeat(2 * MAX_TERMINAL_TEXT + 1) }, { type: "terminal/closed", end: "somehow" },
  ]) {
    expect(parseAgentMessage(JSON.stringify(wrong))).toBeNull();
  }
});
