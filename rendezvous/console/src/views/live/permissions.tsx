/** What may be asked for, one by one, and where each stands. */

import type { Call } from "../../call/call";
import { type CallState, type Standing, standing } from "../../call/state";
import { type Texts, useTexts } from "../../lang";
import { ToolButton } from "./tool_button";

const ASKABLE = ["view", "annotate", "control", "system", "serial"] as const;
const DONE = new Set<Standing>(["granted", "asked"]);

export function Permissions({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  return (
    <section className="permissions" aria-labelledby="permissions">
      <h2 id="permissions">{texts.live.permissions}</h2>
      <ul>
        {ASKABLE.map((permission) => {
          const stands = standing(state, permission);
          const ask = (): void => {
            if (!DONE.has(stands)) call.ask(permission);
          };
          return (
            <li key={permission} data-testid={`permission-${permission}`} data-standing={stands}>
              <ToolButton tool={permission} onPress={ask} className="permission" disabled={state.lineLost !== null}>
                <span>{texts.permission[permission]}</span> <em>{wordFor(stands, texts)}</em>
              </ToolButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The state, or what pressing does. */
function wordFor(stands: Standing, texts: Texts): string {
  if (stands === "not_asked") return texts.ask;
  return stands === "refused" ? `${texts.standing.refused} · ${texts.askAgain}` : texts.standing[stands];
}
