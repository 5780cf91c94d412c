import { expect, test } from "vitest";
import type { Figures } from "../src/call/call";
import { type CallState, NEW_CALL } from "../src/call/state";
import { en } from "../src/lang/en";
import { fr } from "../src/lang/fr";
import { figureTexts, megabytes } from "../src/views/live/figure_texts";
import { LIMIT, type Limit, type PictureFigures } from "../src/wire/messages";
import { sessionState } from "./fakes";

const READ: Figures = {
  link: { roundTripMs: 41.6, bytesReceived: 0, bytesSent: 0, relayed: false },
  picture: { framesPerSecond: 24, bytesPerSecond: 112_000, frame: 9 },
};
const TOLD: PictureFigures = { type: "view/stats", sent_bytes: 12_345_678, line_rate: 125_000, loss: 0.0123, limit: "line" };
const live = (change: Partial<CallState> = {}): CallState => ({
  ...NEW_CALL,
  stage: "open",
  session: sessionState({ phase: "live", granted: ["view"] }),
  figures: TOLD,
  ...change,
});
const plain = (texts: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, typeof text === "string" ? text.replace(/\s/g, " ") : text]));

test("every figure is written in the technician's language", () => {
  expect(plain(figureTexts(READ, live(), fr))).toEqual({
    roundTrip: "42 ms",
    images: "24/s",
    rate: "0,9 Mbit/s",
    loss: "1,2 %",
    data: "12 Mo",
    way: "en direct",
    limit: "Limité par la ligne (1,0 Mbit/s)",
    limited: true,
  });
  expect(plain(figureTexts(READ, live(), en))).toMatchObject({ rate: "0.9 Mbit/s", loss: "1.2%", data: "12 MB" });
});

test("a number that is not known yet is a dash, and nothing counts as limited", () => {
  const { limited, ...figures } = figureTexts(null, NEW_CALL, fr);
  expect(new Set(Object.values(figures))).toEqual(new Set(["–", ""]));
  expect(limited).toBe(false);
});

test("in a pause and while the line is cut only what stays true is told", () => {
  const paused = figureTexts(READ, live({ session: sessionState({ phase: "paused", granted: ["view"] }) }), fr);
  expect(plain(paused)).toMatchObject({ roundTrip: "42 ms", images: "–", rate: "–", loss: "–", data: "12 Mo", limit: "", limited: false });
  const cut = figureTexts(READ, live({ lineLost: { until: 1 } }), fr);
  expect(plain(cut)).toMatchObject({ roundTrip: "–", images: "–", rate: "–", loss: "–", way: "", data: "12 Mo", limited: false });
});

test("each limit has words of its own, and the line's capacity stands only beside the line", () => {
  const words = (limit: Limit): string => figureTexts(READ, live({ figures: { ...TOLD, limit } }), fr).limit;
  expect(new Set(LIMIT.map(words)).size).toBe(LIMIT.length);
  expect(LIMIT.filter((limit) => words(limit).includes("Mbit"))).toEqual(["line"]);
  expect(figureTexts(READ, live({ figures: { ...TOLD, line_rate: null } }), fr).limit).toBe("Limité par la ligne");
});

test("the counter has few digits", () => {
  const all = [0, 449_000, 9_900_000, 12_345_678, 999_000_000, 1_240_000_000].map((bytes) => megabytes(bytes, "fr"));
  expect(all.map((text) => text.replace(/\s/g, " "))).toEqual(["0,0 Mo", "0,4 Mo", "9,9 Mo", "12 Mo", "999 Mo", "1,2 Go"]);
});
