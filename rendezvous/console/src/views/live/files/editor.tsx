/** A text of the customer's: read, edited, and before it is saved the difference. */

import { useState } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../../call/call";
import { type FilesState, isUnderWay, type OpenText } from "../../../call/files_state";
import { shownName } from "../../../files/names";
import { type ChangedLine, difference } from "../../../files/texts";
import { useTexts } from "../../../lang";

const TRICKS = /[\p{Cf}\x00-\x08\x0b-\x1f\x7f-\x9f]/u;
const MOST_SHOWN = 400;

export function Editor({ call, seen }: { call: Call; seen: FilesState }) {
  const { files: words } = useTexts();
  const [lines, setLines] = useState<readonly ChangedLine[] | null>(null);
  const { text } = seen;
  if (!text) return null;
  const saving = seen.acts.some((act) => act.kind === "save" && isUnderWay(act));
  const whole = text.about !== null && text.coming === 0;
  const editable = whole && text.about.editable;
  const changed = whole && text.draft !== text.text;
  const save = (): void => {
    call.files.save();
    setLines(null);
  };
  return (
    <section className="editor" aria-label={words.text}>
      <h2>
        <bdi>{shownName(text.path)}</bdi>
      </h2>
      <p className="hint" role="status">
        {aboutText(text, words)}
      </p>
      {whole && TRICKS.test(text.text) && <p className="hint">{words.tricks}</p>}
      {lines ? (
        <Lines lines={lines} />
      ) : (
        <textarea
          className="text"
          data-testid="files-text"
          aria-label={words.text}
          spellCheck={false}
          autoFocus
          readOnly={!editable || saving}
          value={text.draft}
          onChange={(event) => call.files.type(event.target.value)}
        />
      )}
      <div className="row">
        {lines ? (
          <>
            <Button className="main" onPress={save}>
              {words.save}
            </Button>
            <Button onPress={() => setLines(null)}>{words.goOn}</Button>
          </>
        ) : (
          <>
            {editable && (
              <Button className="main" isDisabled={!changed || saving} onPress={() => setLines(difference(text.text, text.draft))}>
                {words.showDifference}
              </Button>
            )}
            <Button onPress={() => call.files.closeText()}>{changed ? words.leaveUnsaved : words.close}</Button>
          </>
        )}
      </div>
    </section>
  );
}

function Lines({ lines }: { lines: readonly ChangedLine[] }) {
  const { files: words } = useTexts();
  return (
    <div className="difference" data-testid="files-difference" tabIndex={0} role="group" aria-label={words.difference}>
      {lines.slice(0, MOST_SHOWN).map((line, at) => (
        <p key={at} data-added={line.added}>
          <span className="hidden">{line.added ? words.added : words.gone}</span>
          <span aria-hidden="true">{line.added ? "+" : "−"}</span> <bdi>{shownName(line.text.replaceAll("%", "%25"))}</bdi>
        </p>
      ))}
      {lines.length > MOST_SHOWN && <p className="hint">{words.moreLines(lines.length - MOST_SHOWN)}</p>}
    </div>
  );
}

function aboutText(text: OpenText, words: ReturnType<typeof useTexts>["files"]): string {
  if (text.about === null || text.coming > 0) return words.textComing;
  return text.about.editable ? words.encoding[text.about.encoding] : words.onlyRead;
}
