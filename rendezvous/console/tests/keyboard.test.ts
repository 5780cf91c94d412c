import { expect, test } from "vitest";
import { Keyboard, type KeyMessage } from "../src/input/keyboard";
import { key } from "./fakes";

function rig() {
  const sent: KeyMessage[] = [];
  const keyboard = new Keyboard((message) => sent.push(message));
  const said = () => sent.map((m) => (m.type === "input/text" ? `"${m.text}"` : `${m.down ? "+" : "-"}${m.code}:${m.key}`));
  return { keyboard, said };
}

test("a key goes with its place and its character", () => {
  const { keyboard, said } = rig();
  expect(keyboard.down(key("KeyQ", "a"))).toBe(true);
  keyboard.up(key("KeyQ", "a"));
  expect(said()).toEqual(["+KeyQ:a", "-KeyQ:a"]);
});

test("the browser's repeats are not presses", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("KeyA", "a"));
  keyboard.down(key("KeyA", "a", { repeat: true }));
  expect(said()).toEqual(["+KeyA:a"]);
});

test("a release names the character that was pressed, though shift went up before", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("ShiftLeft", "Shift"));
  keyboard.down(key("KeyA", "A"));
  keyboard.up(key("ShiftLeft", "Shift"));
  keyboard.up(key("KeyA", "a"));
  expect(said()).toEqual(["+ShiftLeft:Shift", "+KeyA:A", "-ShiftLeft:Shift", "-KeyA:A"]);
});

test("a modifier waits for the key it is used with", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("ControlLeft", "Control"));
  expect(said()).toEqual([]);
  keyboard.down(key("KeyC", "c"));
  expect(said()).toEqual(["+ControlLeft:Control", "+KeyC:c"]);
});

test("a modifier tapped by itself arrives as a tap", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("MetaLeft", "Meta"));
  keyboard.up(key("MetaLeft", "Meta"));
  expect(said()).toEqual(["+MetaLeft:Meta", "-MetaLeft:Meta"]);
});

test("on Windows AltGr's invented Control is dropped and the character goes", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("ControlLeft", "Control"));
  keyboard.down(key("AltRight", "AltGraph", { states: ["AltGraph"] }));
  keyboard.down(key("KeyE", "€", { states: ["AltGraph"] }));
  keyboard.up(key("KeyE", "€"));
  keyboard.up(key("ControlLeft", "Control"));
  keyboard.up(key("AltRight", "AltGraph"));
  expect(said()).toEqual(["+KeyE:€", "-KeyE:€"]);
});

test("on Windows AltGr pressed for nothing sends nothing, its invented Control neither", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("ControlLeft", "Control"));
  keyboard.down(key("AltRight", "AltGraph", { states: ["AltGraph"] }));
  keyboard.up(key("ControlLeft", "Control"));
  keyboard.up(key("AltRight", "AltGraph"));
  expect(said()).toEqual([]);
});

test("on Linux AltGr itself is not sent", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("AltRight", "AltGraph"));
  keyboard.down(key("Digit0", "@", { states: ["AltGraph"] }));
  keyboard.up(key("AltRight", "AltGraph"));
  keyboard.up(key("Digit0", "à"));
  expect(said()).toEqual(["+Digit0:@", "-Digit0:@"]);
});

test("Control and Alt by hand make AltGr's character on Windows, without either", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("ControlLeft", "Control"));
  keyboard.down(key("AltLeft", "Alt"));
  keyboard.down(key("KeyE", "€", { states: ["AltGraph"] }));
  expect(said()).toEqual(["+KeyE:€"]);
});

test("a right Alt that is an Alt is sent", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("AltRight", "Alt"));
  keyboard.down(key("Tab", "Tab"));
  expect(said()).toEqual(["+AltRight:Alt", "+Tab:Tab"]);
});

test("a dead key and what it composes with are left to the browser, and the result goes as text", () => {
  const { keyboard, said } = rig();
  expect(keyboard.down(key("BracketLeft", "Dead"))).toBe(false);
  expect(keyboard.down(key("KeyE", "e", { isComposing: true }))).toBe(false);
  keyboard.up(key("BracketLeft", "Dead"));
  keyboard.up(key("KeyE", "e"));
  keyboard.text("ê");
  expect(said()).toEqual(['"ê"']);
});

test("where the browser composes the dead key itself, the composed key goes", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("BracketLeft", "Dead"));
  expect(keyboard.down(key("KeyE", "ê"))).toBe(true);
  expect(said()).toEqual(["+KeyE:ê"]);
});

test("long text goes in parts that the wire takes, no character cut in two", () => {
  const { keyboard, said } = rig();
  keyboard.text("😀".repeat(501));
  expect(said()).toEqual([`"${"😀".repeat(500)}"`, '"😀"']);
});

test("locks are not sent: case is in the character", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("CapsLock", "CapsLock"));
  keyboard.up(key("CapsLock", "CapsLock"));
  keyboard.down(key("KeyA", "A"));
  expect(said()).toEqual(["+KeyA:A"]);
});

test("what the wire would refuse is not sent", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("Weird-Code", "x"));
  keyboard.down(key("KeyA", "x".repeat(33)));
  expect(said()).toEqual([]);
});

test("macOS: with Command gone, the keys whose release it kept back are released", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("MetaLeft", "Meta"));
  keyboard.down(key("KeyC", "c"));
  keyboard.up(key("MetaLeft", "Meta"));
  expect(said()).toEqual(["+MetaLeft:Meta", "+KeyC:c", "-MetaLeft:Meta", "-KeyC:c"]);
});

test("what was forgotten is not released again", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("KeyA", "a"));
  expect(keyboard.forget()).toBe(true);
  keyboard.up(key("KeyA", "a"));
  expect(said()).toEqual(["+KeyA:a"]);
  expect(keyboard.forget()).toBe(false);
});

test("a modifier that went down elsewhere is taken over by the click it is held for, and let go whichever side it is", () => {
  const { keyboard, said } = rig();
  keyboard.adopt(key("", "", { states: ["Control"] }));
  keyboard.adopt(key("", "", { states: ["Control"] }));
  keyboard.useModifiers();
  keyboard.up(key("ControlRight", "Control"));
  expect(said()).toEqual(["+ControlLeft:Control", "-ControlLeft:Control"]);
});

test("with one shift still down, the other's release is its own", () => {
  const { keyboard, said } = rig();
  keyboard.down(key("ShiftLeft", "Shift"));
  keyboard.down(key("ShiftRight", "Shift"));
  keyboard.down(key("KeyA", "A"));
  keyboard.up(key("ShiftLeft", "Shift", { states: ["Shift"] }));
  expect(said()).toEqual(["+ShiftLeft:Shift", "+ShiftRight:Shift", "+KeyA:A", "-ShiftLeft:Shift"]);
});
