/** The files on their way, each with how far it is, how fast it goes, and what can be done with it. */

import { Button } from "react-aria-components";
import type { Call } from "../../../call/call";
import { isRunning, type Transfer, type TransferStage } from "../../../call/transfers";
import { shownName } from "../../../files/names";
import { useTexts } from "../../../lang";
import { leftText, sizeText } from "./size";

/** Faults of single items that are listed. */
const MOST_LISTED = 20;

export function TransferList({ call, transfers }: { call: Call; transfers: readonly Transfer[] }) {
  const { files: words } = useTexts();
  if (transfers.length === 0) return null;
  return (
    <section className="acts transfers" aria-label={words.moves.transfers}>
      <ul>
        {transfers.map((transfer) => (
          <OneTransfer key={transfer.number} call={call} transfer={transfer} />
        ))}
      </ul>
      {transfers.some((transfer) => !isRunning(transfer)) && (
        <Button className="quiet" onPress={() => call.transfers.tidy()}>
          {words.tidy}
        </Button>
      )}
    </section>
  );
}

function OneTransfer({ call, transfer }: { call: Call; transfer: Transfer }) {
  const { files: words, lang } = useTexts();
  const { moves } = words;
  const { stage, done, bytes, rate, items, itemsDone } = transfer;
  const name = shownName(transfer.name);
  const left = rate > 0 ? leftText((bytes - done) / rate, lang) : null;
  return (
    <li data-testid="transfer" data-stage={stage} data-number={transfer.number}>
      <span role="status">
        {moves.way[transfer.way]} <bdi>{name}</bdi> : {stageText(stage, words)}
      </span>
      {isRunning(transfer) && (
        <progress aria-label={moves.progress(name)} value={bytes > 0 ? done : itemsDone} max={Math.max(bytes > 0 ? bytes : items, 1)} />
      )}
      <span className="hint">
        {bytes > 0 && `${sizeText(done, lang)} / ${sizeText(bytes, lang)}`}
        {items > 1 && ` · ${moves.itemsOf(itemsDone, items)}`}
        {stage === "going" && rate > 0 && ` · ${moves.speed(sizeText(rate, lang), left)}`}
      </span>
      <Tools call={call} transfer={transfer} name={name} />
      <Faults call={call} transfer={transfer} />
    </li>
  );
}

function Tools({ call, transfer, name }: { call: Call; transfer: Transfer; name: string }) {
  const { files: words } = useTexts();
  const { moves } = words;
  const { number, stage } = transfer;
  if (!isRunning(transfer)) return null;
  return (
    <span className="row">
      {stage === "paused" ? (
        <Button onPress={() => call.transfers.resume(number)} aria-label={moves.resumeOne(name)}>
          {moves.resume}
        </Button>
      ) : (
        <Button onPress={() => call.transfers.pause(number)} aria-label={moves.pauseOne(name)} isDisabled={stage === "queued" || stage === "asking"}>
          {moves.pause}
        </Button>
      )}
      <Button onPress={() => call.transfers.stop(number)} aria-label={words.stopOne(name)}>
        {words.stop}
      </Button>
    </span>
  );
}

function Faults({ call, transfer }: { call: Call; transfer: Transfer }) {
  const { files: words } = useTexts();
  const { moves } = words;
  const { number, faults, faulty, items } = transfer;
  const taken = transfer.stage === "name_taken" || (transfer.stage === "done" && faults.some(({ fault }) => fault === "name_taken"));
  return (
    <>
      {faulty > 0 && items > 1 && (
        <details>
          <summary>{moves.notAll(faulty)}</summary>
          <ul>
            {faults.slice(0, MOST_LISTED).map(({ path, fault }, at) => (
              <li key={at}>
                <bdi>{shownName(path)}</bdi> : {words.fault[fault]}
              </li>
            ))}
          </ul>
        </details>
      )}
      {taken && transfer.way === "bring" && (
        <span className="row">
          <Button onPress={() => call.transfers.decide(number, "keep_both")}>{moves.keepBoth}</Button>
          <Button onPress={() => call.transfers.decide(number, "replace")}>{moves.replace}</Button>
        </span>
      )}
    </>
  );
}

type Words = ReturnType<typeof useTexts>["files"];

function stageText(stage: TransferStage, words: Words): string {
  switch (stage) {
    case "queued":
    case "asking":
    case "waiting":
    case "going":
    case "paused":
    case "done":
      return words.moves.stage[stage];
    default:
      return words.fault[stage];
  }
}
