/** Services: what each is and whether it runs; started, stopped or restarted where the customer's system lets. */

import { useEffect, useMemo, useState } from "react";
import { Button, Input, Label, SearchField } from "react-aria-components";
import { plain } from "../../call/process_order";
import type { Processes, ProcessesState } from "../../call/processes";
import { useTexts } from "../../lang";
import type { ServiceRow, Verb } from "../../wire/messages";
import { Confirm } from "./confirm";
import { Waiting } from "./processes";

const RUNNING = new Set<ServiceRow["state"]>(["active", "activating", "reloading"]);

interface Asked {
  readonly row: ServiceRow;
  readonly verb: Verb;
}

export function Services({ processes, told }: { processes: Processes; told: ProcessesState }) {
  const { processes: words } = useTexts();
  const [filter, setFilter] = useState("");
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => processes.watch("services"), [processes]);
  const rows = useMemo(() => shownServices(told.services ?? [], filter), [told.services, filter]);
  return (
    <>
      <SearchField className="filter" value={filter} onChange={setFilter}>
        <Label>{words.filter}</Label>
        <Input autoComplete="off" spellCheck="false" />
      </SearchField>
      <Waiting list="services" told={told} />
      <Button className="again" onPress={() => processes.read("services")}>{words.again}</Button>
      <ul className="services" data-testid="services" tabIndex={0} aria-label={words.services}>
        {rows.map((row) => (
          <Service key={`${row.scope}/${row.name}`} row={row} onAsk={(verb) => setAsked({ row, verb })} />
        ))}
      </ul>
      {asked && (
        <Confirm title={words.verbTitle[asked.verb](asked.row.name)} means={words.verbMeans[asked.verb]}
          yes={words.verb[asked.verb]} onYes={() => processes.change(asked.row, asked.verb)}
          onClose={() => setAsked(null)} />
      )}
    </>
  );
}

function Service({ row, onAsk }: { row: ServiceRow; onAsk: (verb: Verb) => void }) {
  const { processes: words } = useTexts();
  return (
    <li data-state={row.state}>
      <p>
        <strong>{row.name.replace(/\.service$/, "")}</strong> <em>{words.state[row.state]}</em>
        {row.scope === "user" && <span className="soft"> · {words.ofUser}</span>}
      </p>
      <p className="soft">{row.description}</p>
      {row.kept && <p className="hint">{words.serviceKept[row.kept]}</p>}
      <div className="row">
        {verbsFor(row).map((verb) => (
          <Button key={verb} aria-label={words.verbTitle[verb](row.name)} onPress={() => onAsk(verb)}>
            {words.verb[verb]}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** Return what can be done to a service as it is. */
export function verbsFor({ state, kept }: ServiceRow): Verb[] {
  if (!RUNNING.has(state)) return ["start"];
  if (kept === "desktop") return [];
  return kept === "line" ? ["restart"] : ["restart", "stop"];
}

/** Return those that have every word of `filter` in name or description: what failed first, then by name. */
export function shownServices(rows: readonly ServiceRow[], filter: string): ServiceRow[] {
  const words = plain(filter).split(/\s+/).filter(Boolean);
  const kept = rows.filter((row) => words.every((word) => plain(`${row.name} ${row.description}`).includes(word)));
  const failed = (row: ServiceRow): number => (row.state === "failed" ? 0 : 1);
  return kept.sort((a, b) => failed(a) - failed(b) || a.name.localeCompare(b.name));
}
