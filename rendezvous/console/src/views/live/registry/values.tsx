/** The values of the key that is open, as a table of which only the rows in sight are on the page; and what they allow. */

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { at, type OpenKey, type Registry, type RegistryState } from "../../../call/registry";
import { useTexts } from "../../../lang";
import { shownName } from "../../../registry/names";
import { lineOf, typeName } from "../../../registry/values";
import type { ValueRow } from "../../../wire/messages";
import { Confirm } from "../confirm";
import { stepped } from "../programs";
import { scrolledTo, useRowWindow } from "../row_window";
import { NewKey, NewValue } from "./making";

export const ROW_HEIGHT = 28;
export const REGISTRY_VALUES = "registry-values";

type Ask = "value" | "key" | "delete" | null;

export function Values({ registry, seen }: { registry: Registry; seen: RegistryState }) {
  const { registry: words } = useTexts();
  const [chosen, setChosen] = useState<string | null>(null);
  const [ask, setAsk] = useState<Ask>(null);
  const { open, begun } = seen;
  useEffect(() => setAsk(null), [open && at(open.path)]);
  if (!open) return <p className="hint">{words.choose}</p>;
  if (open.fault) return <p role="alert" className="fault">{words.fault[open.fault]}</p>;
  const row = open.values.find(({ name }) => name === chosen) ?? null;
  const windows = begun?.kind === "windows";
  const done = (): void => {
    setAsk(null);
    document.getElementById(REGISTRY_VALUES)?.focus();
  };
  return (
    <>
      <Table registry={registry} open={open} chosen={chosen} onChoose={setChosen}
        onDelete={() => row && mayDelete(row) && setAsk("delete")} />
      <p className="hint" role="status" data-testid="registry-count">{words.count(open.totalValues, open.reading, open.cut)}</p>
      {row?.closed && <p className="hint">{words.why[row.closed]}</p>}
      <div className="row">
        <Button onPress={() => row && registry.edit(row.name)} isDisabled={!row || row.closed === "secret" || row.closed === "unnamed"}>
          {words.edit}
        </Button>
        <Button onPress={() => setAsk("delete")} isDisabled={!row || !mayDelete(row)}>
          {windows ? words.delete : words.reset}
        </Button>
        {windows && <Button onPress={() => setAsk("value")}>{words.newValue}</Button>}
        {windows && <Button onPress={() => setAsk("key")}>{words.newKey}</Button>}
      </div>
      {ask === "value" && <NewValue registry={registry} onDone={done} />}
      {ask === "key" && <NewKey registry={registry} onDone={done} />}
      {ask === "delete" && row && (
        <Confirm title={words.deleteTitle(shownName(row.name) || words.own, windows)} means={words.deleteMeans}
          yes={windows ? words.delete : words.reset} onYes={() => registry.delete(row.name)} onClose={done} />
      )}
    </>
  );
}

function mayDelete(row: ValueRow): boolean {
  return !row.closed && row.stored;
}

interface TableDoors {
  registry: Registry;
  open: OpenKey;
  chosen: string | null;
  onChoose: (name: string) => void;
  onDelete: () => void;
}

function Table({ registry, open, chosen, onChoose, onDelete }: TableDoors) {
  const { registry: words } = useTexts();
  const view = useRef<HTMLDivElement>(null);
  const { values } = open;
  const { from, to } = useRowWindow(view, values.length, ROW_HEIGHT);
  const here = values.findIndex(({ name }) => name === chosen);
  useEffect(() => registry.need(to), [registry, to, open]);
  const press = (event: KeyboardEvent): void => {
    const row = values[here];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && row && row.closed !== "secret" && row.closed !== "unnamed") registry.edit(row.name);
    else if (event.key === "Delete") onDelete();
    else if (event.key === "F5") registry.refresh();
    else if (!step(event.key)) return;
    event.preventDefault();
  };
  const step = (key: string): boolean => {
    const element = view.current;
    const next = element && stepped(key, here, values.length, Math.floor(element.clientHeight / ROW_HEIGHT));
    const row = next === null ? undefined : values[next];
    if (!element || next === null || !row) return false;
    onChoose(row.name);
    element.scrollTop = scrolledTo(next, ROW_HEIGHT, element.scrollTop, element.clientHeight);
    return true;
  };
  const active = here >= from && here < to ? { "aria-activedescendant": `value-${here}` } : {};
  return (
    <div id={REGISTRY_VALUES} className="values" role="grid" aria-label={words.values} aria-rowcount={open.totalValues + 1}
      aria-busy={open.reading} tabIndex={0} onKeyDown={press} {...active}>
      <div role="row" aria-rowindex={1} className="headers">
        <span role="columnheader">{words.column.name}</span>
        <span role="columnheader">{words.column.type}</span>
        <span role="columnheader">{words.column.data}</span>
      </div>
      <div className="rows" role="rowgroup" ref={view}>
        <div role="presentation" style={{ height: from * ROW_HEIGHT }} />
        {values.slice(from, to).map((row, index) => (
          <Row key={row.name} row={row} at={from + index} chosen={row.name === chosen} onChoose={onChoose}
            onOpen={() => registry.edit(row.name)} />
        ))}
        <div role="presentation" style={{ height: Math.max(0, values.length - to) * ROW_HEIGHT }} />
      </div>
    </div>
  );
}

interface RowDoors {
  row: ValueRow;
  at: number;
  chosen: boolean;
  onChoose: (name: string) => void;
  onOpen: () => void;
}

function Row({ row, at, chosen, onChoose, onOpen }: RowDoors) {
  const { registry: words } = useTexts();
  const line = row.closed === "secret" ? words.closed.secret : lineOf(row);
  return (
    <div id={`value-${at}`} role="row" className="line" aria-rowindex={at + 2} aria-selected={chosen} data-stored={row.stored}
      onClick={() => onChoose(row.name)} onDoubleClick={() => row.closed !== "secret" && row.closed !== "unnamed" && onOpen()}>
      <span role="gridcell" className="name"><bdi>{shownName(row.name) || words.own}</bdi></span>
      <span role="gridcell" className="type">{row.kind === "setting" ? (row.stored ? words.changed : words.default) : typeName(row)}</span>
      <span role="gridcell" className="data"><bdi title={line}>{line}</bdi></span>
    </div>
  );
}
