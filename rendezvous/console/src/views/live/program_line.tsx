/** One program in the table. It is drawn anew only when its row changes. */

import { memo } from "react";
import { useTexts } from "../../lang";
import type { ProcessRow } from "../../wire/messages";

/** CSS pixels; style/processes.css gives each row just that. */
export const ROW_HEIGHT = 44;

interface LineDoors {
  row: ProcessRow;
  /** Its place in the whole list, from 0. */
  at: number;
  chosen: boolean;
  onChoose: (id: number) => void;
}

export const ProgramLine = memo(function ProgramLine({ row, at, chosen, onChoose }: LineDoors) {
  const { lang, processes: words } = useTexts();
  return (
    <div role="row" id={`program-${row.id}`} aria-rowindex={at + 2} aria-selected={chosen} className="line"
      onClick={() => onChoose(row.id)}>
      <div role="gridcell" className="name">
        <span>{row.name}</span>
        <span className="soft">{row.path}</span>
      </div>
      <div role="gridcell" className="user">{row.user}</div>
      <div role="gridcell" className="cpu">{row.cpu == null ? "–" : percent(row.cpu, lang)}</div>
      <div role="gridcell" className="memory">{amountOf(row.memory, lang, words.units)}</div>
    </div>
  );
});

/** Say a share of the whole computer: "0 %", "12,5 %". */
export function percent(share: number, lang: string): string {
  return new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 1 }).format(share / 100);
}

/** Say bytes in the largest unit that leaves one or more, by powers of 1024: "7,8 Mo". */
export function amountOf(bytes: number, lang: string, units: readonly string[]): string {
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)}\u00a0${units[power]}`;
}
