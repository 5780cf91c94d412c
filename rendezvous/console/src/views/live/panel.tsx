/** The tools at the side, a tab each, with the panel's whole height; the session's own is first and keeps what is in it. */

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
import type { PanelWidth } from "./panel_width";
import { RegistryPanel } from "./registry";
import { ReportPanel } from "./report";
import { RestartAsk } from "./restart";
import { Separator } from "./separator";
import { TerminalAsk } from "./terminal";
import { VoicePanel } from "./voice";

const PANEL = "panel";
export type PanelTab = "session" | "chat" | "clipboard" | "files" | "processes" | "registry" | "report" | "notes";
export { CHAT_FIELD } from "./chat";
export { CLIPBOARD_BUTTON } from "./clipboard";
export { FILES_BUTTON } from "./files";
export { NOTES_FIELD } from "./notes";
export { PROCESSES_BUTTON } from "./processes";
export { REGISTRY_BUTTON } from "./registry";
export { REPORT_BUTTON } from "./report";

interface PanelDoors {
  call: Call;
  state: CallState;
  tab: PanelTab;
  onTab: (tab: PanelTab) => void;
  picking: Picking | null;
  onPick: (picking: Picking | null) => void;
  width: PanelWidth;
  onFold: () => void;
  children: ReactNode;
}

export function Panel({ call, state, tab, onTab, picking, onPick, width, onFold, children }: PanelDoors) {
  const texts = useTexts();
  return (
    <aside className="panel" id={PANEL} aria-label={texts.live.panel}>
      <Separator width={width} onFold={onFold} controls={PANEL} />
      <Tabs className="tabs" selectedKey={tab} onSelectionChange={(key) => onTab(key as PanelTab)}>
        <TabList aria-label={texts.live.panel}>
          <Tab id="session">{texts.live.title}</Tab>
          <Tab id="chat">
            {texts.chat.tab} {state.unread > 0 && tab !== "chat" && <Unread count={state.unread} />}
          </Tab>
          <Tab id="files">{texts.files.tab}</Tab>
          <Tab id="processes">{texts.processes.tab}</Tab>
          <Tab id="clipboard">{texts.clipboard.tab}</Tab>
          <Tab id="registry">{texts.registry.tab}</Tab>
          <Tab id="report">{texts.report.tab}</Tab>
          <Tab id="notes">{texts.notes.tab}</Tab>
        </TabList>
        <TabPanel id="session" shouldForceMount>
          {!isOver(state) && <Permissions call={call} state={state} />}
          {!isOver(state) && <TerminalAsk call={call} state={state} />}
          {!isOver(state) && <RestartAsk call={call} state={state} />}
          {!isOver(state) && <VoicePanel call={call} state={state} />}
          {children}
          {standing(state, "control") === "granted" && <Combos call={call} />}
          {!isOver(state) && <Hiding call={call} state={state} picking={picking} onPick={onPick} />}
          <LanguageSwitch />
        </TabPanel>
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
        <TabPanel id="registry">
          <RegistryPanel call={call} state={state} />
        </TabPanel>
        <TabPanel id="report">
          <ReportPanel call={call} state={state} />
        </TabPanel>
        <TabPanel id="notes">
          <Notes />
        </TabPanel>
      </Tabs>
      <p role="alert" className="fault">
        {state.refusal && texts.refusal[state.refusal.reason]}
      </p>
    </aside>
  );
}

/** A number on the tab; it lies over a place that is kept for it, so that no tab moves under the mouse. */
function Unread({ count }: { count: number }) {
  const { chat } = useTexts();
  return (
    <span className="unread">
      <span aria-hidden="true">{count}</span>
      <span className="hidden">{chat.unread(count)}</span>
    </span>
  );
}
