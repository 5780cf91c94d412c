/** Canned texts: put into the chat field by a press, never sent by one; theirs to change, a line each. */

import { useState } from "react";
import { Button, Label, TextArea, TextField } from "react-aria-components";
import { useCanned } from "../../canned";
import { useTexts } from "../../lang";

export function Canned({ onInsert }: { onInsert: (text: string) => void }) {
  const { chat: words } = useTexts();
  const [texts, change] = useCanned();
  const [draft, setDraft] = useState<string | null>(null);
  const keep = (): void => {
    if (draft !== null) change(draft);
    setDraft(null);
  };
  return (
    <details className="canned">
      <summary>{words.cannedTitle}</summary>
      {draft === null ? (
        <>
          <ul>
            {texts.map((text) => (
              <li key={text}>
                <Button className="quiet" onPress={() => onInsert(text)}>
                  {text}
                </Button>
              </li>
            ))}
          </ul>
          <Button onPress={() => setDraft(texts.join("\n"))}>{words.cannedChange}</Button>
        </>
      ) : (
        <>
          <TextField value={draft} onChange={setDraft}>
            <Label>{words.cannedLabel}</Label>
            <TextArea rows={6} />
          </TextField>
          <Button onPress={keep}>{words.cannedKeep}</Button>
        </>
      )}
    </details>
  );
}
