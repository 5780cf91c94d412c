/** The customer's registry, or what stands for it: one button that asks for it, then the tree, the values, a search. */

import { useEffect, useSyncExternalStore } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import type { RegistryState } from "../../call/registry";
import { type CallState, isOver, maySend, standing } from "../../call/state";
import { useTexts } from "../../lang";
import { shownName } from "../../registry/names";
import { Address } from "./registry/address";
import { Editor } from "./registry/editor";
import { SearchBar, SearchRows } from "./registry/search";
import { Tree } from "./registry/tree";
import { Values } from "./registry/values";

export const REGISTRY_BUTTON = "registry-button";

export function RegistryPanel({ call, state }: { call: Call; state: CallState }) {
  const { registry: words } = useTexts();
  const seen = useSyncExternalStore(call.registry.subscribe, call.registry.state);
  const stands = standing(state, "registry");
  if (isOver(state)) return <p className="hint">{words.over}</p>;
  if (stands === "granted") return <Browser call={call} state={state} seen={seen} />;
  return (
    <div className="registry">
      <p>{words.needs}</p>
      <Button id={REGISTRY_BUTTON} onPress={() => call.ask("registry")}
        isDisabled={stands === "asked" || state.lineLost !== null}>
        {words.ask}
      </Button>
      <p role="status">{answer(state, stands, words)}</p>
    </div>
  );
}

function answer(state: CallState, stands: string, words: { asked: string; refused: string; notHere: string }): string {
  if (stands === "asked") return words.asked;
  if (state.refusal?.reason === "unavailable" && state.refusal.refused.endsWith(" registry")) return words.notHere;
  return stands === "refused" ? words.refused : "";
}

function Browser({ call, state, seen }: { call: Call; state: CallState; seen: RegistryState }) {
  const { registry: words } = useTexts();
  const may = maySend(state, "registry/begin");
  useEffect(() => {
    if (may) call.registry.begin();
  }, [call, may]);
  if (seen.fault) return <p className="hint">{words.fault[seen.fault]}</p>;
  return (
    <div className="registry" data-testid="registry">
      {!may && <p className="hint">{words.waits}</p>}
      <Address registry={call.registry} seen={seen} />
      <Tree registry={call.registry} seen={seen} />
      <SearchBar registry={call.registry} seen={seen} />
      {seen.search ? <SearchRows registry={call.registry} search={seen.search} /> : <Values registry={call.registry} seen={seen} />}
      <Exporting call={call} seen={seen} />
      <p role="status" className="said" data-testid="registry-said">
        {seen.said && words.said(seen.said.verb, shownName(seen.said.name) || words.own, seen.said.outcome, seen.said.leftOut)}
      </p>
      {seen.editing && <Editor key={seen.editing.act} registry={call.registry} editing={seen.editing} />}
    </div>
  );
}

function Exporting({ call, seen }: { call: Call; seen: RegistryState }) {
  const { registry: words } = useTexts();
  if (!seen.exporting) return null;
  return (
    <p className="row" role="status">
      {words.exporting(shownName(seen.exporting.path.at(-1) ?? ""), Math.round(seen.exporting.characters / 1000))}{" "}
      <Button onPress={() => call.registry.stopExport()}>{words.stop}</Button>
    </p>
  );
}
