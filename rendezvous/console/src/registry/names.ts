/** Names of keys and values: the wire's form, in which `%` and what no text may hold stand as four digits; and shown. */

/** Write a name that was typed for the wire. */
export function wireName(typed: string): string {
  return typed.replace(/[%\0]|\p{Cs}/gu, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
}

/** A name of the wire for people's eyes: what cannot be shown stands as its sign. */
export function shownName(name: string): string {
  const read = name.replace(/%([0-9A-F]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
  return read.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

/** A path for people's eyes. */
export function shownPath(names: readonly string[]): string {
  return names.map(shownName).join("\\");
}

/** Read a path as people write it: with either slash, one at each end or none, and the short names of roots. */
export function readPath(typed: string): string[] {
  const names = typed.trim().split(/[\\/]+/).filter(Boolean).map(wireName);
  const root = SHORT[names[0]?.toUpperCase() ?? ""];
  return root ? [root, ...names.slice(1)] : names;
}

const SHORT: Readonly<Record<string, string>> = {
  HKCR: "HKEY_CLASSES_ROOT",
  HKCU: "HKEY_CURRENT_USER",
  HKLM: "HKEY_LOCAL_MACHINE",
  HKU: "HKEY_USERS",
  HKCC: "HKEY_CURRENT_CONFIG",
};
