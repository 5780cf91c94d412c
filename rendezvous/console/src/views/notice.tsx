/** A sentence instead of a view: why there is none. */

import { LanguageSwitch } from "./language_switch";
import { useTitle } from "../lang";

export function Notice({ title, lines }: { title: string; lines: string[] }) {
  useTitle(title);
  return (
    <main className="sheet">
      <h1>{title}</h1>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <LanguageSwitch />
    </main>
  );
}
