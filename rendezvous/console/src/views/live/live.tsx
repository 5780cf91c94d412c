/** A live call: the picture as large as the screen allows, the tools at its side, the state above both. */

import { type CSSProperties, useCallback, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Call } from "../../call/call";
import { type CallState, isOver, maySend } from "../../call/state";
import type { Picking } from "../../input/picking";
import type { Tool } from "../../input/shortcuts";
import { type Texts, useTexts, useTitle } from "../../lang";
import { usePreference } from "../../preferences";
import { useLeaveWarning } from "../leave_warning";
import { useFullScreen } from "./full_screen";
import { FigureStrip } from "./figures";
import { Help } from "./help";
import { LineLost } from "./lost";
import { News } from "./news";
import { MonitorChoice, showMonitor } from "./monitors";
import {
  CHAT_FIELD,
  CLIPBOARD_BUTTON,
  FILES_BUTTON,
  NOTES_FIELD,
  Panel,
  PROCESSES_BUTTON,
  REGISTRY_BUTTON,
  REPORT_BUTTON,
  type PanelTab,
} from "./panel";
import { usePanelWidth } from "./panel_width";
import { Palette } from "./palette";
import { QUALITY_FIELD, QualityChoice } from "./quality";
import { Stage } from "./stage";
import { Status } from "./status";
import { TerminalDock } from "./terminal";
import { Toolbar } from "./toolbar";
import { useAnnotate } from "./use_annotate";
import { useShortcuts } from "./use_shortcuts";

const FIELD: Record<Exclude<PanelTab, "session">, string> = { chat: CHAT_FIELD, clipboard: CLIPBOARD_BUTTON, files: FILES_BUTTON, processes: PROCESSES_BUTTON, registry: REGISTRY_BUTTON, report: REPORT_BUTTON, notes: NOTES_FIELD };

export function Live({ call, state, onLeave }: { call: Call; state: CallState; onLeave: () => void }) {
  const texts = useTexts();
  useTitle(titleOf(state, texts));
  const [fit, setFit] = useState(true);
  const [tab, setTab] = useState<PanelTab>("session");
  const [panelOpen, setPanelOpen] = useState(true);
  const width = usePanelWidth();
  const [figures, setFigures] = usePreference("figures", ["shown", "folded"], "shown");
  const [picking, setPicking] = useState<Picking | null>(null);
  const stopPicking = useCallback(() => setPicking(null), []);
  const annotate = useAnnotate(call, state);
  const [helpOpen, setHelpOpen] = useState(false);
  const keys = useRef<HTMLTextAreaElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  const fullScreen = useFullScreen(useCallback((on: boolean) => setPanelOpen(!on), []));
  useLeaveWarning(state.stage === "open" && !isOver(state));

  const turnTo = (next: PanelTab, field: string): void => {
    flushSync(() => {
      setPanelOpen(true);
      setTab(next);
    });
    document.getElementById(field)?.focus();
  };
  const goTo = (next: keyof typeof FIELD): void => turnTo(next, FIELD[next]);
  const leavePicture = (): void => {
    if (document.activeElement !== keys.current) return keys.current?.focus();
    tools.current?.querySelector<HTMLElement>("button:enabled")?.focus();
  };
  const draw = (): void => {
    if (!annotate.tool) setTab("session"); // where the palette says what each key does
    annotate.toggle();
  };
  const foldPanel = (): void => {
    flushSync(() => setPanelOpen(false));
    tools.current?.querySelector<HTMLElement>("[data-tool=panel]")?.focus();
  };
  const act: Record<Tool, () => void> = {
    view: () => call.ask("view"),
    annotate: () => (annotate.may ? draw() : call.ask("annotate")),
    control: () => call.ask("control"),
    system: () => call.ask("system"),
    serial: () => call.ask("serial"),
    report: () => goTo("report"),
    chat: () => goTo("chat"),
    notes: () => goTo("notes"),
    hide: () => setPicking(picking || !maySend(state, "hide/window") ? null : "window"),
    pause: () => call.send({ type: state.session?.phase === "paused" ? "session/resume" : "session/pause" }),
    size: () => setFit(!fit),
    quality: () => turnTo("session", QUALITY_FIELD),
    figures: () => setFigures(figures === "shown" ? "folded" : "shown"),
    fullScreen: fullScreen.toggle,
    panel: () => setPanelOpen(!panelOpen),
    leave: leavePicture,
    help: () => setHelpOpen(!helpOpen),
    end: () => call.end(),
  };
  useShortcuts(act, (number) => showMonitor(call, state, number));

  return (
    <div className="live" data-panel={panelOpen} style={widthOf(width.now)}>
      <Stage call={call} state={state} fit={fit} keys={keys} onLeave={onLeave} picking={picking}
        onPicked={stopPicking} annotate={annotate} />
      <TerminalDock call={call} state={state} />
      {state.lineLost && !isOver(state) && <LineLost until={state.lineLost.until} onEnd={act.end} />}
      {figures === "shown" && state.stage === "open" && !isOver(state) && <FigureStrip call={call} state={state} />}
      <Status state={state} figuresOpen={figures === "shown"}>
        {!(panelOpen && tab === "chat") && <News state={state} onRead={act.chat} />}
        <Toolbar state={state} fit={fit} fullScreen={fullScreen.on} figuresOpen={figures === "shown"}
          panelOpen={panelOpen} act={act} toolsRef={tools} />
      </Status>
      {panelOpen && (
        <Panel call={call} state={state} tab={tab} onTab={setTab} picking={picking} onPick={setPicking} width={width}
          onFold={foldPanel}>
          <Palette annotate={annotate} state={state} />
          {!isOver(state) && <MonitorChoice call={call} state={state} />}
          {!isOver(state) && <QualityChoice call={call} />}
        </Panel>
      )}
      {helpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

/** What the browser's own tab says: also to who works in another window. */
function titleOf({ lineLost, unread }: CallState, { live, lost }: Texts): string {
  const title = lineLost ? lost.tab : live.title;
  return unread > 0 ? `(${unread}) ${title}` : title;
}

/** For style/live.css. */
function widthOf(panel: number): CSSProperties {
  return { "--panel-width": `${panel}px` } as CSSProperties;
}
