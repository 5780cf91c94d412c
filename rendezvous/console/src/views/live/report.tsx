/** The system report as the customer let it go; to copy, or to keep as JSON or CSV. */

import { useState } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, isOver, standing } from "../../call/state";
import { timeOfDay } from "../../clock";
import { useTexts } from "../../lang";
import { asCsv, asJson, asText, labelOf } from "../../report_export";
import { saveAs } from "../../saving";

export const REPORT_BUTTON = "report-button";

export function ReportPanel({ call, state }: { call: Call; state: CallState }) {
  const { report: words, tool } = useTexts();
  const allowed = standing(state, "system") === "granted";
  const ask = (): void => void (allowed ? call.send({ type: "system/request" }) : call.ask("system"));
  return (
    <div className="report">
      {!allowed && !state.report && <p>{words.needs}</p>}
      {!isOver(state) && (
        <Button id={REPORT_BUTTON} onPress={ask} isDisabled={state.lineLost !== null}>
          {allowed ? (state.report ? words.again : words.request) : tool.system}
        </Button>
      )}
      <p role="status">{allowed && state.reportRequest !== "none" && words[state.reportRequest]}</p>
      {state.report && <Received report={state.report} />}
    </div>
  );
}

function Received({ report }: { report: NonNullable<CallState["report"]> }) {
  const { report: words, lang } = useTexts();
  const [copied, setCopied] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(asText(report.lines, lang));
      setCopied(words.copied);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      setCopied(words.copyFailed);
    }
  };
  return (
    <>
      <div className="row">
        <Button onPress={() => void copy()}>{words.copy}</Button>
        <Button onPress={() => saveAs("handrail-report.json", "application/json", asJson(report.lines))}>JSON</Button>
        <Button onPress={() => saveAs("handrail-report.csv", "text/csv", asCsv(report.lines, lang))}>CSV</Button>
        <span role="status">{copied}</span>
      </div>
      <p className="hint">{words.at(timeOfDay(report.at, lang))}</p>
      <dl data-testid="report" tabIndex={0} aria-label={words.tab}>
        {report.lines.map((line) => (
          <div key={line.key}>
            <dt>{labelOf(line.key, lang)}</dt>
            {line.items.map((item, at) => (
              <dd key={at}>{item}</dd>
            ))}
          </div>
        ))}
      </dl>
    </>
  );
}
