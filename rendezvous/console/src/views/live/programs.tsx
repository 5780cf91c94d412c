/** The table of running programs: filtered and sorted here, told anew while it is looked at; one chosen can be ended. */

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { Button, Input, Label, SearchField } from "react-aria-components";
import { COLUMNS, FIRST_ORDER, nextOrder, type Order, shownPrograms } from "../../call/process_order";
import type { Processes, ProcessesState } from "../../call/processes";
import { useTexts } from "../../lang";
import type { ProcessRow } from "../../wire/messages";
import { Confirm } from "./confirm";
import { Waiting } from "./processes";
import { ProgramLine, ROW_HEIGHT } from "./program_line";
import { scrolledTo, useRowWindow } from "./row_window";

interface ListDoors {
  processes: Processes;
  told: ProcessesState;
}

export function Programs({ processes, told }: ListDoors) {
  const { processes: words } = useTexts();
  const [filter, setFilter] = useState("");
  const [order, setOrder] = useState<Order>(FIRST_ORDER);
  const [chosen, setChosen] = useState<number | null>(null);
  useEffect(() => processes.watch("processes"), [processes]);
  const rows = useMemo(() => shownPrograms(told.processes ?? [], filter, order), [told.processes, filter, order]);
  return (
    <>
      <SearchField className="filter" value={filter} onChange={setFilter}>
        <Label>{words.filter}</Label>
        <Input autoComplete="off" spellCheck="false" />
      </SearchField>
      <Waiting list="processes" told={told} />
      {told.processes && (
        <>
          <p className="hint" data-testid="program-count">{words.count(rows.length)}</p>
          <Table rows={rows} order={order} onOrder={setOrder} chosen={chosen} onChoose={setChosen} />
          <Chosen processes={processes} told={told} program={rows.find(({ id }) => id === chosen) ?? null} />
        </>
      )}
    </>
  );
}

interface TableDoors {
  rows: readonly ProcessRow[];
  order: Order;
  onOrder: (order: Order) => void;
  chosen: number | null;
  onChoose: (id: number) => void;
}

function Table({ rows, order, onOrder, chosen, onChoose }: TableDoors) {
  const { processes: words } = useTexts();
  const view = useRef<HTMLDivElement>(null);
  const { from, to } = useRowWindow(view, rows.length, ROW_HEIGHT);
  const at = rows.findIndex(({ id }) => id === chosen);
  const press = (event: KeyboardEvent): void => {
    const element = view.current;
    const next = element && stepped(event.key, at, rows.length, Math.floor(element.clientHeight / ROW_HEIGHT));
    const row = next === null ? undefined : rows[next];
    if (!element || next === null || !row) return;
    event.preventDefault();
    onChoose(row.id);
    element.scrollTop = scrolledTo(next, ROW_HEIGHT, element.scrollTop, element.clientHeight);
  };
  const active = at >= from && at < to && chosen !== null ? { "aria-activedescendant": `program-${chosen}` } : {};
  return (
    <div className="programs" role="grid" aria-label={words.programs} aria-rowcount={rows.length + 1} tabIndex={0}
      onKeyDown={press} data-testid="programs" {...active}>
      <div role="row" aria-rowindex={1} className="headers">
        {COLUMNS.map((column) => (
          <div key={column} role="columnheader" className={column}
            aria-sort={order.by === column ? (order.down ? "descending" : "ascending") : "none"}>
            <Button onPress={() => onOrder(nextOrder(order, column))}>
              {words.column[column]}
              <span aria-hidden="true">{order.by === column ? (order.down ? " ▾" : " ▴") : ""}</span>
            </Button>
          </div>
        ))}
      </div>
      <div className="rows" role="rowgroup" ref={view}>
        <div role="presentation" style={{ height: from * ROW_HEIGHT }} />
        {rows.slice(from, to).map((row, index) => (
          <ProgramLine key={row.id} row={row} at={from + index} chosen={row.id === chosen} onChoose={onChoose} />
        ))}
        <div role="presentation" style={{ height: Math.max(0, rows.length - to) * ROW_HEIGHT }} />
      </div>
    </div>
  );
}

/** Return the row that a key leads to, or null for a key of no meaning here. */
export function stepped(key: string, at: number, count: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, next));
}

function Chosen({ processes, told, program }: ListDoors & { program: ProcessRow | null }) {
  const { processes: words } = useTexts();
  const [asking, setAsking] = useState(false);
  if (!program) return <p className="hint">{words.choose}</p>;
  const stubborn = told.stubborn.has(program.id);
  const ask = stubborn ? words.force : words.end;
  return (
    <section className="chosen" aria-label={program.name} data-testid="chosen-program">
      <p>
        <strong>{program.name}</strong> <span className="soft">{words.number(program.pid)}</span>
      </p>
      <p className="path">{program.path || words.noPath}</p>
      {program.kept ? (
        <p className="hint">{words.kept[program.kept]}</p>
      ) : (
        <Button className="end" onPress={() => setAsking(true)}>
          {ask.button}
        </Button>
      )}
      {asking && (
        <Confirm title={ask.title(program.name)} means={ask.means} yes={ask.button}
          onYes={() => processes.end(program)} onClose={() => setAsking(false)} />
      )}
    </section>
  );
}
