import { expect, test } from "vitest";
import { parseCanned } from "../src/canned";
import { en } from "../src/lang/en";
import { fr } from "../src/lang/fr";
import { MAX_CHAT } from "../src/wire/messages";

test("a text a line, without empty ones, as long as a chat line may be", () => {
  expect(parseCanned(" un \n\n  \ndeux\n")).toEqual(["un", "deux"]);
  expect(parseCanned("x".repeat(MAX_CHAT + 9))[0]).toHaveLength(MAX_CHAT);
  expect(parseCanned("x\n".repeat(500))).toHaveLength(40);
});

test("both languages come with as many", () => {
  expect(fr.chat.canned.length).toBe(en.chat.canned.length);
});
