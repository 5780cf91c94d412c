/** What starts by itself with the customer's session, each with a switch. */

import { useEffect } from "react";
import { Switch } from "react-aria-components";
import type { Processes, ProcessesState } from "../../call/processes";
import { useTexts } from "../../lang";
import { Waiting } from "./processes";

export function Startup({ processes, told }: { processes: Processes; told: ProcessesState }) {
  const { processes: words } = useTexts();
  useEffect(() => processes.watch("startup"), [processes]);
  return (
    <>
      <p className="hint">{words.startupHint}</p>
      <Waiting list="startup" told={told} />
      {told.startup?.length === 0 && <p>{words.startupNone}</p>}
      <ul className="startup" data-testid="startup">
        {told.startup?.map((row) => (
          <li key={row.name}>
            <Switch isSelected={row.on} onChange={(on) => processes.turn(row, on)}>
              <span className="track" aria-hidden="true" />
              <span>
                {row.title} <span className="soft">{row.program}</span>
              </span>
            </Switch>
          </li>
        ))}
      </ul>
    </>
  );
}
