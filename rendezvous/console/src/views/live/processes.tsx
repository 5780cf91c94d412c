/** Programs, services and what starts by itself: one button that asks for them, then three lists. */

import { useSyncExternalStore } from "react";
import { Button, Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { Call } from "../../call/call";
import type { ListName, ProcessesState, Said } from "../../call/processes";
import { type CallState, isOver, standing } from "../../call/state";
import { type Texts, useTexts } from "../../lang";
import { Programs } from "./programs";
import { Services } from "./services";
import { Startup } from "./startup";

export const PROCESSES_BUTTON = "processes-button";

export function ProcessesPanel({ call, state }: { call: Call; state: CallState }) {
  const { processes: words } = useTexts();
  const stands = standing(state, "processes");
  if (isOver(state)) return <p className="hint">{words.over}</p>;
  if (stands === "granted") return <Lists call={call} paused={state.session?.phase === "paused"} />;
  return (
    <div className="processes">
      <p>{words.needs}</p>
      <Button id={PROCESSES_BUTTON} onPress={() => call.ask("processes")}
        isDisabled={stands === "asked" || state.lineLost !== null}>
        {words.ask}
      </Button>
      <p role="status">{stands === "asked" ? words.asked : stands === "refused" ? words.refused : ""}</p>
    </div>
  );
}

function Lists({ call, paused }: { call: Call; paused: boolean }) {
  const texts = useTexts();
  const words = texts.processes;
  const told = useSyncExternalStore(call.processes.subscribe, call.processes.state);
  return (
    <div className="processes" data-testid="processes">
      <Tabs className="tabs">
        <TabList aria-label={words.tab}>
          <Tab id="programs">{words.programs}</Tab>
          <Tab id="services">{words.services}</Tab>
          <Tab id="startup">{words.startup}</Tab>
        </TabList>
        {paused && <p className="hint">{words.paused}</p>}
        <TabPanel id="programs">
          <Programs processes={call.processes} told={told} />
        </TabPanel>
        <TabPanel id="services">
          <Services processes={call.processes} told={told} />
        </TabPanel>
        <TabPanel id="startup">
          <Startup processes={call.processes} told={told} />
        </TabPanel>
      </Tabs>
      <p role="status" className="said" data-testid="processes-said">
        {told.said && sentence(told.said, texts)}
      </p>
    </div>
  );
}

/** Say that a list is on its way, or why it cannot be shown. */
export function Waiting({ list, told }: { list: ListName; told: ProcessesState }) {
  const { processes: words } = useTexts();
  const reason = told.unreadable[list];
  if (reason) return <p role="status">{words.unreadable[reason]}</p>;
  return told[list] === null ? <p role="status">{words.reading}</p> : null;
}

/** Say what came of the last change. */
export function sentence(said: Said, { processes: words }: Texts): string {
  switch (said.list) {
    case "processes":
      return words.ends[said.outcome](said.name);
    case "services":
      return words.changes[said.outcome](said.name);
    case "startup":
      return said.outcome === "done" ? words.turned(said.name, said.on) : words.switches[said.outcome](said.name);
  }
}
