/** The tools at the side: session, permissions, and chat, report or notes. */

import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, isOver, standing } from "../../call/state";
import type { Picking } from "../../input/picking";
import { useTexts } from "../../lang";
import { LanguageSwitch } from "../language_switch";
import { Chat } from "./chat";
import { ClipboardPanel } from "./clipboard";
import { Combos } from "./combos";
import { FilesPanel } from "./files";
import { Hiding } from "./hiding";
import { Notes } from "./notes";
import { Permissions } from "./permissions";
import { ProcessesPanel } from "./processes";
import { ReportPanel } from "./report";
import { TerminalAsk } from "./terminal";

export type PanelTab = "chat" | "clipboard" | "files" | "processes" | "report" | "notes";
export { CHAT_FIELD } from "./chat";
export { CLIPBOARD_BUTTON } from "./clipboard";
export { FILES_BUTTON } from "./files";
export { NOTES_FIELD } from "./notes";
export { PROCESSES_BUTTON } from "./processes";
export { REPORT_BUTTON } from "./report";

interface PanelDoors {
  call: Call;
  state: CallState;
  tab: PanelTab;
  onTab: (tab: PanelTab) => void;
  picking: Picking | null;
  onPick: (picking: Picking | null) => void;
  children: ReactNode;
}

export function Panel({ call, state, tab, onTab, picking, onPick, children }: PanelDoors) {
  const texts = useTexts();
  return (
    <aside className="panel" aria-label={texts.live.panel}>
      {children}
      {!isOver(state) && <Permissions call={call} state={state} />}
      {!isOver(state) && <TerminalAsk call={call} state={state} />}
      {!isOver(state) && <Hiding call={call} state={state} picking={picking} onPick={onPick} />}
      {standing(state, "control") === "granted" && <Combos call={call} />}
      <Tabs className="tabs" selectedKey={tab} onSelectionChange={(key) => onTab(key as PanelTab)}>
        <TabList aria-label={texts.live.panel}>
          <Tab id="chat">
            {texts.chat.tab}
            {state.unread > 0 && tab !== "chat" && <span className="unread">{texts.chat.unread(state.unread)}</span>}
          </Tab>
          <Tab id="clipboard">{texts.clipboard.tab}</Tab>
          <Tab id="files">{texts.files.tab}</Tab>
          <Tab id="processes">{texts.processes.tab}</Tab>
          <Tab id="report">{texts.report.tab}</Tab>
          <Tab id="notes">{texts.notes.tab}</Tab>
        </TabList>
        <TabPanel id="chat">
          <Chat call={call} state={state} />
        </TabPanel>
        <TabPanel id="clipboard">
          <ClipboardPanel call={call} state={state} />
        </TabPanel>
        <TabPanel id="files">
          <FilesPanel call={call} state={state} />
        </TabPanel>
        <TabPanel id="processes">
          <ProcessesPanel call={call} state={state} />
        </TabPanel>
        <TabPanel id="report">
          <ReportPanel call={call} state={state} />
        </TabPanel>
        <TabPanel id="notes">
          <Notes />
        </TabPanel>
      </Tabs>
      <LanguageSwitch />
    </aside>
  );
}
