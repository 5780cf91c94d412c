/** Sends the customer what the technician's own keyboard cannot: Alt+Tab and the like. */

import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { type Combo, COMBOS, printedCombo, strokes } from "../../input/combos";
import { useTexts } from "../../lang";

export function Combos({ call }: { call: Call }) {
  const { combos } = useTexts();
  const send = (combo: Combo): void => {
    if (call.gate.open()) strokes(combo).forEach((stroke) => call.gate.send(stroke));
  };
  return (
    <details className="combos">
      <summary>{combos.title}</summary>
      <div className="row">
        {(Object.keys(COMBOS) as Combo[]).map((combo) => {
          const printed = printedCombo(combo, combos.win, combos.del);
          return (
            <Button key={combo} aria-label={combos.send(printed)} onPress={() => send(combo)}>
              {printed}
            </Button>
          );
        })}
      </div>
    </details>
  );
}
