/**
 * Names of files: as the wire writes them (`%` and bytes that are no UTF-8 as `%XX`) and as people can read them.
 *
 * What is shown is never sent back: a name goes back as it came, whatever of it can be seen.
 */

const CONTROL_PICTURES = 0x2400;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** Return a name for people's eyes: control, direction and broken characters visible, and without effect. */
export function shownName(wire: string): string {
  return wire.replace(/%([0-9A-F]{2})/g, (_, byte: string) => (byte === "25" ? "%" : `⟨${byte}⟩`)).replace(HIDDEN, visible);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code);
  return code === 0x7f ? "␡" : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** Write a name that was typed for the wire; null when no file can be called so. */
export function typedName(text: string): string | null {
  const name = text.replace(/\p{Cs}/gu, "\ufffd").replaceAll("%", "%25");
  return name === "" || name === "." || name === ".." || /[/\0]/.test(name) ? null : name;
}

/** Return what to offer for typing over: the name itself where typing it gives the same one, else null. */
export function editableName(wire: string): string | null {
  const text = wire.replaceAll("%25", "%");
  return typedName(text) === wire ? text : null;
}

export function joined(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}

/** The folder that a path lies in; the root lies in itself. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export interface Crumb {
  readonly path: string;
  readonly name: string;
}

/** The folders on the way to a path, the root first. */
export function crumbs(path: string): Crumb[] {
  const names = path.split("/").filter((name) => name !== "");
  const above = names.map((name, at) => ({ path: `/${names.slice(0, at + 1).join("/")}`, name }));
  return [{ path: "/", name: "/" }, ...above];
}
