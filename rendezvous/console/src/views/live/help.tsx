/** Every shortcut, and what becomes of the technician's keys. */

import { useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { printed, type Tool, TOOLS } from "../../input/shortcuts";
import { useTexts } from "../../lang";

export function Help({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const words = texts.helpDialog;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" onClose={onClose} aria-labelledby="help">
      <h2 id="help">{words.title}</h2>
      <p>{words.intro}</p>
      <dl>
        {(Object.keys(TOOLS) as Tool[]).map((tool) => (
          <div key={tool}>
            <dt>{texts.tool[tool]}</dt>
            <dd>
              <kbd>{printed(tool, texts.shift)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <h3>{texts.figures.title}</h3>
      <dl className="meanings">
        {(Object.keys(texts.figures.help) as (keyof typeof texts.figures.help)[]).map((figure) => (
          <div key={figure}>
            <dt>{texts.figures.name[figure]}</dt>
            <dd>{texts.figures.help[figure]}</dd>
          </div>
        ))}
      </dl>
      <h3>{words.keys}</h3>
      <ul>
        {words.keysText.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Button className="main" autoFocus onPress={onClose}>
        {words.close}
      </Button>
    </dialog>
  );
}
