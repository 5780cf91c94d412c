/** Text that others wrote, shown as it is: what would be invisible, or turn its neighbours round, is named instead. */

export interface Stretch {
  readonly text: string;
  /** Whether `text` is the name of a character that would not be seen. */
  readonly named: boolean;
}

/** Controls but tab and line feed; soft hyphens, marks of direction, joiners, tags and the like (Unicode: Cc, Cf). */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029\u3164\uffa0]/u;
const KEPT = new Set(["\t", "\n"]);
/** Both are part of how scripts and emoji are written. */
const JOINERS = new Set(["\u200c", "\u200d"]);

/** Cut a text into what is shown as it is and what is named. */
export function stretches(text: string): Stretch[] {
  const found: { text: string; named: boolean }[] = [];
  for (const character of text.replaceAll("\r\n", "\n")) {
    const last = found.at(-1);
    if (isUnseen(character)) found.push({ text: nameOf(character), named: true });
    else if (last && !last.named) last.text += character;
    else found.push({ text: character, named: false });
  }
  return found;
}

/** The text without control characters but tab and line ends: pasted into a terminal, they could do more than write. */
export function withoutControls(text: string): string {
  return [...text].filter((character) => KEPT.has(character) || character === "\r" || !/\p{Cc}/u.test(character)).join("");
}

function isUnseen(character: string): boolean {
  return UNSEEN.test(character) && !KEPT.has(character) && !JOINERS.has(character);
}

/** `U+202E`, as Unicode names it. */
function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text of others, isolated from what stands beside it. */
export function Visible({ text }: { text: string }) {
  return (
    <bdi>
      {stretches(text).map((stretch, at) =>
        stretch.named ? <span key={at} className="unseen">{stretch.text}</span> : stretch.text,
      )}
    </bdi>
  );
}
