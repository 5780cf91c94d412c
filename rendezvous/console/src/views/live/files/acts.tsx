/** What is under way with the customer's files, how far it is, and what came of it. */

import { Button } from "react-aria-components";
import type { Call } from "../../../call/call";
import { type Act, isUnderWay } from "../../../call/files_state";
import { shownName } from "../../../files/names";
import { useTexts } from "../../../lang";
import { sizeText } from "./size";

export function Acts({ call, acts }: { call: Call; acts: readonly Act[] }) {
  const { files: words } = useTexts();
  const told = acts.filter((act) => act.kind !== "view" || act.state !== "done");
  return (
    <section className="acts" aria-label={words.acts}>
      <ul aria-live="polite">
        {told.map((act) => (
          <OneAct key={act.number} call={call} act={act} />
        ))}
      </ul>
      {told.some((act) => !isUnderWay(act)) && (
        <Button className="quiet" onPress={() => call.files.tidy()}>
          {words.tidy}
        </Button>
      )}
    </section>
  );
}

function OneAct({ call, act }: { call: Call; act: Act }) {
  const { files: words, lang } = useTexts();
  const moving = act.state === "running" && (act.kind === "copy" || act.kind === "move");
  return (
    <li data-testid="act" data-state={act.state}>
      <span>
        {words.act[act.kind]} <bdi>{shownName(act.name)}</bdi> : {stateText(act, words)}
      </span>
      {moving && act.total !== null && <progress value={act.done} max={Math.max(act.total, 1)} />}
      {moving && act.done > 0 && <span className="hint">{sizeText(act.done, lang)}</span>}
      {moving && (
        <Button onPress={() => call.files.stop(act.number)} aria-label={words.stopOne(shownName(act.name))}>
          {words.stop}
        </Button>
      )}
    </li>
  );
}

type Words = ReturnType<typeof useTexts>["files"];

function stateText(act: Act, words: Words): string {
  if (act.state === "running" || act.state === "asking" || act.state === "done") return words.actState[act.state];
  return words.fault[act.state];
}
