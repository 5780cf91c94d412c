/** One row of a folder; a name is text, isolated, and its tricks are made visible. */

import { shownName } from "../../../files/names";
import { useTexts } from "../../../lang";
import type { FileRow } from "../../../wire/messages";
import { Icon } from "../icon";
import { momentText, sizeText } from "./size";

/** Pixels; every row has the same, so that its place follows from its number. */
export const ROW_HEIGHT = 28;

interface Doors {
  at: number;
  row: FileRow | undefined;
  chosen: boolean;
  onChoose: () => void;
  onOpen: () => void;
}

export function Row({ at, row, chosen, onChoose, onOpen }: Doors) {
  const { files: words, lang } = useTexts();
  const name = row ? shownName(row.name) : "…";
  return (
    <div
      id={`file-${at}`}
      className="file"
      role="row"
      aria-rowindex={at + 1}
      aria-selected={chosen}
      data-kind={row?.kind}
      style={{ top: at * ROW_HEIGHT }}
      onClick={onChoose}
      onDoubleClick={onOpen}
    >
      <span role="gridcell" className="name" title={name}>
        {row && <Icon name={row.kind} />} <bdi>{name}</bdi>
        {row && row.kind !== "file" && <span className="hidden"> ({words.kind[row.kind]})</span>}
      </span>
      <span role="gridcell" className="size">
        {typeof row?.size === "number" && sizeText(row.size, lang)}
      </span>
      {typeof row?.modified === "number" ? <Time moment={momentText(row.modified, lang)} /> : <span role="gridcell" />}
    </div>
  );
}

function Time({ moment: { day, minute } }: { moment: ReturnType<typeof momentText> }) {
  return (
    <span role="gridcell" className="time" title={`${day} ${minute}`}>
      {day} <span className="minute">{minute}</span>
    </span>
  );
}
