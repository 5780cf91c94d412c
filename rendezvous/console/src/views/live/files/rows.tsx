/**
 * A folder's rows: as many as are in sight are on the page, whatever their number; the rest is asked for on the way.
 *
 * One row has the keys (aria-activedescendant); its element is always there.
 */

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../../call/call";
import type { FilesState } from "../../../call/files_state";
import { joined } from "../../../files/names";
import { useTexts } from "../../../lang";
import type { FileSort } from "../../../wire/messages";
import { FILES_LIST } from "./browser";
import { Row, ROW_HEIGHT } from "./row";
import { keyAct } from "./keys";

const COLUMNS = ["name", "size", "time"] as const satisfies readonly FileSort[];
/** Rows above and below what is in sight. */
const MARGIN = 15;

interface Doors {
  call: Call;
  seen: FilesState;
  change: boolean;
  onRename: () => void;
}

export function Rows({ call, seen, change, onRename }: Doors) {
  const { files: words } = useTexts();
  const pane = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const { folder, cursor } = seen;
  const total = folder?.total ?? 0;
  const inSight = Math.max(1, Math.floor(height / ROW_HEIGHT));
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - MARGIN);
  const end = Math.min(total, first + inSight + 2 * MARGIN);

  useHeight(pane, setHeight);
  useEffect(() => call.files.need(first, end), [call, first, end, seen.version]);
  useEffect(() => keepInSight(pane.current, cursor), [cursor, folder?.path]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const act = keyAct(event, cursor, total, inSight);
    if (!act) return;
    event.preventDefault();
    const row = call.files.row(cursor);
    const path = folder && row ? joined(folder.path, row.name) : null;
    if (act.type === "move") call.files.moveTo(act.to);
    else if (act.type === "open") call.files.openRow(cursor);
    else if (act.type === "up") call.files.up();
    else if (!change) return;
    else if (act.type === "paste") call.files.paste();
    else if (path === null) return;
    else if (act.type === "rename") onRename();
    else if (act.type === "trash") call.files.trash(path);
    else call.files.take(path, act.type === "cut");
  };

  const numbers = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  if (cursor < total && (cursor < first || cursor >= end)) numbers.push(cursor);
  return (
    <div className="rows-frame">
      <Heads call={call} seen={seen} />
      <div
        id={FILES_LIST}
        ref={pane}
        className="rows"
        role="grid"
        tabIndex={0}
        aria-label={words.list}
        aria-rowcount={total}
        aria-busy={folder?.reading ?? false}
        aria-activedescendant={total > 0 ? `file-${cursor}` : undefined}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
      >
        <div className="all-rows" style={{ height: total * ROW_HEIGHT }} role="presentation">
          {numbers.map((at) => (
            <Row key={at} at={at} row={call.files.row(at)} chosen={at === cursor}
              onChoose={() => call.files.moveTo(at)} onOpen={() => call.files.openRow(at)} />
          ))}
        </div>
        {total === 0 && !folder?.reading && <p className="hint">{words.empty}</p>}
      </div>
    </div>
  );
}

function Heads({ call, seen }: { call: Call; seen: FilesState }) {
  const { files: words } = useTexts();
  const { sort, descending } = seen.arrangement;
  return (
    <div className="heads">
      {COLUMNS.map((column) => (
        <Button
          key={column}
          data-column={column}
          aria-pressed={sort === column}
          onPress={() => call.files.arrange({ sort: column, descending: sort === column && !descending })}
        >
          {words.column[column]} {sort === column && <span aria-label={words.order(descending)}>{descending ? "▼" : "▲"}</span>}
        </Button>
      ))}
    </div>
  );
}

function useHeight(pane: { readonly current: HTMLElement | null }, told: (height: number) => void): void {
  useEffect(() => {
    const { current } = pane;
    if (!current) return;
    const observer = new ResizeObserver(() => told(current.clientHeight));
    observer.observe(current);
    return () => observer.disconnect();
  }, [pane, told]);
}

/** Scroll no more than is needed for a row to be seen. */
function keepInSight(pane: HTMLElement | null, at: number): void {
  if (!pane) return;
  const [start, end] = [at * ROW_HEIGHT, (at + 1) * ROW_HEIGHT];
  if (start < pane.scrollTop) pane.scrollTop = start;
  else if (end > pane.scrollTop + pane.clientHeight) pane.scrollTop = end - pane.clientHeight;
}
