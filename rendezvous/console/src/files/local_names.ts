/** Names for files on the technician's own computer: near the customer's, and possible on every system. */

const IMPOSSIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;
const MOST_LETTERS = 150;

/** Return a name that can be given here to what the wire calls so. */
export function localName(wire: string): string {
  const text = wire.replace(/%([0-9A-F]{2})/g, (_, byte: string) => (byte === "25" ? "%" : `_${byte}`)).replace(IMPOSSIBLE, "_");
  const [stem, ending] = parted(text.replace(/[. ]+$/, "").replace(/^ +/, ""));
  return `${[...stem].slice(0, MOST_LETTERS).join("")}${ending}` || "_";
}

/** Return the name, or one beside it that is not in use; `taken` compares without regard to case. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [stem, ending] = parted(name);
  for (let number = 1; ; number++) {
    const other = number === 1 ? name : `${stem} (${number})${ending}`;
    if (!taken.has(other.toLowerCase())) return other;
  }
}

function parted(name: string): [string, string] {
  const dot = name.lastIndexOf(".");
  return dot > 0 && name.length - dot <= 12 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}
