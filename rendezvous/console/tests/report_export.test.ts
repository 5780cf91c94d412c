import { expect, test } from "vitest";
import { asCsv, asJson, asText } from "../src/report_export";
import type { ReportLine } from "../src/wire/messages";

const LINES: ReportLine[] = [
  { key: "os", items: ["Debian 12"] },
  { key: "printers", items: ['HP "Deskjet", rouge', "=1+1", "  @SUM(A1)", "-cmd", "\tx"] },
];

test("CSV quotes its cells and makes formulas inert", () => {
  expect(asCsv(LINES, "fr")).toBe(
    '\ufeff"Système","Debian 12"\r\n"Imprimantes","HP ""Deskjet"", rouge"\r\n"Imprimantes","\'=1+1"\r\n' +
      '"Imprimantes","\'  @SUM(A1)"\r\n"Imprimantes","\'-cmd"\r\n"Imprimantes","\'\tx"\r\n',
  );
});

test("JSON holds the report as it came", () => {
  expect(JSON.parse(asJson(LINES))).toEqual(LINES);
});

test("text is for reading", () => {
  expect(asText(LINES.slice(0, 1), "en")).toBe("System\n  Debian 12");
});
