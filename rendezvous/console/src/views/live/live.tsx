/** A live call: the picture as large as the screen allows, the tools at its side, the state above both. */

import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Call } from "../../call/call";
import { type CallState, isOver, maySend } from "../../call/state";
import type { Picking } from "../../input/picking";
import type { Tool } from "../../input/shortcuts";
import { useTexts, useTitle } from "../../lang";
import { usePreference } from "../../preferences";
import { useFullScreen } from "./full_screen";
import { FigureStrip } from "./figures";
import { Help } from "./help";
import { LineLost } from "./lost";
import { MonitorChoice, showMonitor } from "./monitors";
import {
  CHAT_FIELD,
  CLIPBOARD_BUTTON,
  FILES_BUTTON,
  NOTES_FIELD,
  Panel,
  PROCESSES_BUTTON,
  REPORT_BUTTON,
  type PanelTab,
} from "./panel";
import { Palette } from "./palette";
import { QUALITY_FIELD, QualityChoice } from "./quality";
import { Stage } from "./stage";
import { Status } from "./status";
import { TerminalDock } from "./terminal";
import { Toolbar } from "./toolbar";
import { useAnnotate } from "./use_annotate";
import { useShortcuts } from "./use_shortcuts";

const FIELD: Record<PanelTab, string> = { chat: CHAT_FIELD, clipboard: CLIPBOARD_BUTTON, files: FILES_BUTTON, processes: PROCESSES_BUTTON, report: REPORT_BUTTON, notes: NOTES_FIELD };

export function Live({ call, state, onLeave }: { call: Call; state: CallState; onLeave: () => void }) {
  const texts = useTexts();
  useTitle(state.lineLost ? texts.lost.tab : texts.live.title);
  const [fit, setFit] = useState(true);
  const [tab, setTab] = useState<PanelTab>("chat");
  const [panelOpen, setPanelOpen] = useState(true);
  const [figures, setFigures] = usePreference("figures", ["shown", "folded"], "shown");
  const [picking, setPicking] = useState<Picking | null>(null);
  const stopPicking = useCallback(() => setPicking(null), []);
  const annotate = useAnnotate(call, state);
  const [helpOpen, setHelpOpen] = useState(false);
  const keys = useRef<HTMLTextAreaElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  const fullScreen = useFullScreen(useCallback((on: boolean) => setPanelOpen(!on), []));
  useLeaveWarning(state.stage === "open" && !isOver(state));

  const goTo = (next: PanelTab): void => {
    flushSync(() => {
      setPanelOpen(true);
      setTab(next);
    });
    document.getElementById(FIELD[next])?.focus();
  };
  const chooseQuality = (): void => {
    flushSync(() => setPanelOpen(true));
    document.getElementById(QUALITY_FIELD)?.focus();
  };
  const leavePicture = (): void => {
    if (document.activeElement !== keys.current) return keys.current?.focus();
    flushSync(() => setPanelOpen(true));
    tools.current?.querySelector("button")?.focus();
  };
  const act: Record<Tool, () => void> = {
    view: () => call.ask("view"),
    annotate: () => (annotate.may ? annotate.toggle() : call.ask("annotate")),
    control: () => call.ask("control"),
    system: () => call.ask("system"),
    serial: () => call.ask("serial"),
    report: () => goTo("report"),
    chat: () => goTo("chat"),
    notes: () => goTo("notes"),
    hide: () => setPicking(picking || !maySend(state, "hide/window") ? null : "window"),
    pause: () => call.send({ type: state.session?.phase === "paused" ? "session/resume" : "session/pause" }),
    size: () => setFit(!fit),
    quality: chooseQuality,
    figures: () => setFigures(figures === "shown" ? "folded" : "shown"),
    fullScreen: fullScreen.toggle,
    panel: () => setPanelOpen(!panelOpen),
    leave: leavePicture,
    help: () => setHelpOpen(!helpOpen),
    end: () => call.end(),
  };
  useShortcuts(act, (number) => showMonitor(call, state, number));

  return (
    <div className="live" data-panel={panelOpen} data-tab={tab}>
      <Status state={state} figuresOpen={figures === "shown"} onFigures={act.figures} panelOpen={panelOpen}
        onPanel={act.panel} />
      <Stage call={call} state={state} fit={fit} keys={keys} onLeave={onLeave} picking={picking}
        onPicked={stopPicking} annotate={annotate} />
      <TerminalDock call={call} state={state} />
      {state.lineLost && !isOver(state) && <LineLost until={state.lineLost.until} onEnd={act.end} />}
      {figures === "shown" && state.stage === "open" && !isOver(state) && <FigureStrip call={call} state={state} />}
      {panelOpen && (
        <Panel call={call} state={state} tab={tab} onTab={setTab} picking={picking} onPick={setPicking}>
          {!isOver(state) && <Toolbar state={state} fit={fit} fullScreen={fullScreen.on} act={act} toolsRef={tools} />}
          {!isOver(state) && <MonitorChoice call={call} state={state} />}
          {!isOver(state) && <QualityChoice call={call} />}
          <Palette annotate={annotate} state={state} />
        </Panel>
      )}
      {helpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

/** Let the browser ask before a reload cuts a live session. */
function useLeaveWarning(live: boolean): void {
  useEffect(() => {
    if (!live) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [live]);
}
