/** A code to give: large, with the time it has left, spelled out to read aloud, and what to say with it. */

import { useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { publicOrigin } from "../api";
import { spent, useNow } from "../clock";
import { useTexts, useTitle } from "../lang";

export interface ShownCode {
  readonly text: string;
  /** On performance.now()'s clock. */
  readonly until: number;
}

export function Issue({ code, onCancel }: { code: ShownCode | null; onCancel: () => void }) {
  const { issue } = useTexts();
  useTitle(issue.title);
  return (
    <main className="sheet wide">
      <h1>{issue.title}</h1>
      {code ? <Words code={code} /> : <p role="status">{issue.making}</p>}
      <Button onPress={onCancel} autoFocus>
        {issue.cancel}
      </Button>
    </main>
  );
}

function Words({ code }: { code: ShownCode }) {
  const { issue } = useTexts();
  const now = useNow();
  const page = usePublicPage();
  return (
    <>
      <p className="shown-code" data-testid="issued-code">
        {code.text}
      </p>
      <p className="left">{issue.expiresIn(spent((code.until - now) / 1000))}</p>
      <h2>{issue.aloud}</h2>
      <ul className="aloud">
        {code.text.split(" ").map((group, at) => (
          <li key={at}>{[...group].map((digit) => issue.digits[Number(digit)]).join(", ")}</li>
        ))}
      </ul>
      <h2>{issue.tell}</h2>
      <ol className="steps">
        {issue.steps(page).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </>
  );
}

/** The customers' page, as one says it: without the scheme. */
function usePublicPage(): string {
  const [origin, setOrigin] = useState(location.origin);
  useEffect(() => void publicOrigin().then(setOrigin), []);
  return origin.replace(/^https?:\/\//, "");
}
