/** How good the line is and what the picture costs, read once a second, in a strip under the picture. */

import { useEffect, useState } from "react";
import type { Call, Figures } from "../../call/call";
import { type CallState, maySend } from "../../call/state";
import { type Texts, useTexts } from "../../lang";
import { FIGURES, figureTexts, type FigureTexts } from "./figure_texts";

/** Figures whose words say by themselves what they are. */
const UNNAMED = new Set<string>(["way", "limit"]);

export function FigureStrip({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  const read = useFigures(call);
  const shown = figureTexts(read, state, texts);
  return (
    <section className="figures" aria-label={texts.figures.title} data-testid="figures">
      <dl>
        {FIGURES.map((figure) => (
          <Figure key={figure} name={figure} texts={texts} shown={shown} />
        ))}
      </dl>
      <div hidden>
        {FIGURES.map((figure) => <p key={figure} id={`help-${figure}`}>{texts.figures.help[figure]}</p>)}
      </div>
    </section>
  );
}

function Figure({ name, texts, shown }: { name: (typeof FIGURES)[number]; texts: Texts; shown: FigureTexts }) {
  const limited = name === "limit" && shown.limited;
  return (
    <div data-figure={name} data-limited={limited} title={texts.figures.help[name]}>
      <dt aria-describedby={`help-${name}`} className={UNNAMED.has(name) ? "hidden" : ""}>{texts.figures.name[name]}</dt>
      <dd data-testid={name}>{shown[name]}</dd>
    </div>
  );
}

/** With the strip folded away, only what limits the picture is still said. */
export function LimitAlone({ state }: { state: CallState }) {
  const { figures } = useTexts();
  const shown = state.lineLost === null && maySend(state, "view/shown");
  const limit = shown ? (state.figures?.limit ?? "none") : "none";
  return limit === "none" ? null : <span className="limited">{figures.limits[limit]}</span>;
}

function useFigures(call: Call): Figures | null {
  const [figures, setFigures] = useState<Figures | null>(null);
  useEffect(() => {
    const read = (): void => void call.figures().then(setFigures);
    read();
    const timer = setInterval(read, 1000);
    return () => clearInterval(timer);
  }, [call]);
  return figures;
}
