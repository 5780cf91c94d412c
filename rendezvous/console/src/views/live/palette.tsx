/** The tools for showing things on the customer's screen, their colours, and whether what is drawn stays. */

import { Button } from "react-aria-components";
import type { CallState } from "../../call/state";
import { SHOWING } from "../../input/drawing";
import { useTexts } from "../../lang";
import { MARK_COLOUR } from "../../wire/messages";
import { ToolButton } from "./tool_button";
import type { Annotate } from "./use_annotate";

export function Palette({ annotate, state }: { annotate: Annotate; state: CallState }) {
  const { annotate: words } = useTexts();
  if (!annotate.may) return null;
  return (
    <section className="palette" aria-labelledby="palette">
      <h2 id="palette">{words.title}</h2>
      <div className="tools">
        {SHOWING.map((tool) => (
          <Button key={tool} aria-pressed={annotate.tool === tool} data-testid={`show-${tool}`}
            onPress={() => annotate.take(annotate.tool === tool ? null : tool)}>
            {words.tool[tool]}
          </Button>
        ))}
      </div>
      <div className="look" role="group" aria-label={words.colours}>
        {MARK_COLOUR.map((colour) => (
          <Button key={colour} className="colour" data-colour={colour} aria-label={words.colour[colour]}
            aria-pressed={annotate.colour === colour} onPress={() => annotate.paint(colour)} />
        ))}
        <Button aria-pressed={annotate.stay} onPress={() => annotate.keep(!annotate.stay)}>
          {words.stay}
        </Button>
      </div>
      <div className="look">
        <ToolButton tool="annotate" onPress={annotate.toggle} pressed={annotate.tool !== null}>
          {annotate.tool ? words.stop : words.start}
        </ToolButton>
        <Button onPress={annotate.clear}>{words.clear}</Button>
      </div>
      <p role="status" className="hint">
        {state.marksWiped ? words.wiped : annotate.tool ? words.keys : words.hint}
      </p>
    </section>
  );
}
