/** The system report as text, JSON or CSV. What comes from the customer's machine is inert in a spreadsheet. */

import { REPORT_LABELS, type ReportKey, type ReportLine } from "./wire/messages";

type Lang = "fr" | "en";

/** The name of a line. */
export function labelOf(key: ReportKey, lang: Lang): string {
  return REPORT_LABELS[key][lang];
}

export function asText(lines: readonly ReportLine[], lang: Lang): string {
  return lines.map((line) => [labelOf(line.key, lang), ...line.items.map((item) => `  ${item}`)].join("\n")).join("\n");
}

export function asJson(lines: readonly ReportLine[]): string {
  return JSON.stringify(lines, null, 2);
}

/** One row an item, RFC 4180, with the byte order mark that spreadsheets need to see UTF-8. */
export function asCsv(lines: readonly ReportLine[], lang: Lang): string {
  const rows = lines.flatMap((line) => line.items.map((item) => [labelOf(line.key, lang), item]));
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

/** Quote a cell, and start what a spreadsheet would compute with an apostrophe (OWASP, CSV injection). */
function cell(text: string): string {
  const inert = /^[\s\u0000-\u001f]*[=+\-@＝＋－＠|%]/u.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
