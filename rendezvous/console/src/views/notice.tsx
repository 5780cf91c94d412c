/** A sentence instead of a view: why there is none. */

import { Button } from "react-aria-components";
import { useTexts, useTitle } from "../lang";
import { LanguageSwitch } from "./language_switch";

export function Notice({ title, lines, onRetry }: { title: string; lines: string[]; onRetry?: () => void }) {
  const texts = useTexts();
  useTitle(title);
  return (
    <main className="sheet">
      <h1>{title}</h1>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {onRetry && (
        <Button className="main" onPress={onRetry}>
          {texts.retry}
        </Button>
      )}
      <LanguageSwitch />
    </main>
  );
}
