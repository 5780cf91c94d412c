/** The tree of keys: as many lines as are in sight are on the page; one of them has the keyboard's keys. */

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { at, type Registry, type RegistryState } from "../../../call/registry";
import { useTexts } from "../../../lang";
import { shownName } from "../../../registry/names";
import { type Branch, branches, treeAct } from "../../../registry/tree";
import { scrolledTo, useRowWindow } from "../row_window";

export const LINE_HEIGHT = 28;
export const REGISTRY_TREE = "registry-tree";

interface Doors {
  registry: Registry;
  seen: RegistryState;
}

export function Tree({ registry, seen }: Doors) {
  const { registry: words } = useTexts();
  const view = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => branches(seen), [seen]);
  const [cursor, setCursor] = useState<string | null>(null);
  const { from, to } = useRowWindow(view, lines.length, LINE_HEIGHT);
  const opened = seen.open ? at(seen.open.path) : null;
  useEffect(() => setCursor(opened), [opened]);
  const here = Math.max(0, lines.findIndex(({ path }) => at(path) === cursor));
  const move = (to: number): void => {
    const [line, element] = [lines[to], view.current];
    if (!line || !element) return;
    setCursor(at(line.path));
    element.scrollTop = scrolledTo(to, LINE_HEIGHT, element.scrollTop, element.clientHeight);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor((view.current?.clientHeight ?? 0) / LINE_HEIGHT));
    const act = treeAct(event.key, lines, here, page);
    const line = lines[here];
    if (!act || !line) return;
    event.preventDefault();
    if (act.type === "move") move(act.to);
    else if (act.type === "open") registry.open(line.path);
    else registry.unfold(line.path, act.on);
  };
  const active = lines.length > 0 && here >= from && here < to ? { "aria-activedescendant": `key-${here}` } : {};
  return (
    <div id={REGISTRY_TREE} ref={view} className="tree" role="tree" aria-label={words.tree} tabIndex={0} onKeyDown={press} {...active}>
      <div role="presentation" style={{ height: from * LINE_HEIGHT }} />
      {lines.slice(from, to).map((line, index) => (
        <Line key={at(line.path)} line={line} id={`key-${from + index}`} here={from + index === here}
          open={at(line.path) === opened} registry={registry} />
      ))}
      <div role="presentation" style={{ height: Math.max(0, lines.length - to) * LINE_HEIGHT }} />
    </div>
  );
}

interface LineDoors {
  line: Branch;
  id: string;
  here: boolean;
  open: boolean;
  registry: Registry;
}

function Line({ line, id, here, open, registry }: LineDoors) {
  const { registry: words } = useTexts();
  const { path, row, unfolded } = line;
  const name = shownName(row.name);
  return (
    <div id={id} className="key" role="treeitem" aria-level={path.length} aria-selected={open} data-here={here}
      style={{ paddingInlineStart: `${0.3 + 0.9 * (path.length - 1)}rem` }} onClick={() => registry.open(path)}
      {...(unfolded === null ? {} : { "aria-expanded": unfolded })}>
      <span className="sign" aria-hidden="true" onClick={(event) => {
        event.stopPropagation();
        if (unfolded !== null) registry.unfold(path, !unfolded);
      }}>
        {unfolded === null ? "" : unfolded ? "▾" : "▸"}
      </span>
      <bdi title={name}>{name}</bdi>
      {row.closed && <span className="soft"> · {words.closed[row.closed]}</span>}
    </div>
  );
}
