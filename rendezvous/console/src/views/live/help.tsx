/** Every shortcut, and what becomes of the technician's keys. */

import { useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { printed, printedMonitor, type Tool, TOOLS } from "../../input/shortcuts";
import { useTexts } from "../../lang";
import { FIGURES } from "./figure_texts";

export function Help({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const words = texts.helpDialog;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal(); // which puts the focus on the first thing that takes it
    dialog.current?.querySelector("button")?.focus();
  }, []);
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
        <div>
          <dt>{texts.monitors.shortcut}</dt>
          <dd>
            <kbd>{printedMonitor([0, 1, 2], texts.shift)}…</kbd>
          </dd>
        </div>
      </dl>
      <Meanings />
      <h3>{words.keys}</h3>
      <ul>
        {words.keysText.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Button className="main" onPress={onClose}>
        {words.close}
      </Button>
    </dialog>
  );
}

/** What each figure under the picture says; folded, as most look for a shortcut. */
function Meanings() {
  const { figures } = useTexts();
  return (
    <details>
      <summary>{figures.title}</summary>
      <dl className="meanings">
        {FIGURES.map((figure) => (
          <div key={figure}>
            <dt>{figures.name[figure]}</dt>
            <dd>{figures.help[figure]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
