/** A live call: the picture as large as the screen allows, the tools at its side, the state above both. */

import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Call } from "../../call/call";
import { type CallState, isOver, maySend } from "../../call/state";
import type { Picking } from "../../input/picking";
import type { Tool } from "../../input/shortcuts";
import { useTexts, useTitle } from "../../lang";
import { useFullScreen } from "./full_screen";
import { Help } from "./help";
import { CHAT_FIELD, NOTES_FIELD, Panel, REPORT_BUTTON, type PanelTab } from "./panel";
import { Stage } from "./stage";
import { Status } from "./status";
import { Toolbar } from "./toolbar";
import { useShortcuts } from "./use_shortcuts";

const FIELD: Record<PanelTab, string> = { chat: CHAT_FIELD, report: REPORT_BUTTON, notes: NOTES_FIELD };

export function Live({ call, state, onLeave }: { call: Call; state: CallState; onLeave: () => void }) {
  const texts = useTexts();
  useTitle(texts.live.title);
  const [fit, setFit] = useState(true);
  const [tab, setTab] = useState<PanelTab>("chat");
  const [panelOpen, setPanelOpen] = useState(true);
  const [picking, setPicking] = useState<Picking | null>(null);
  const stopPicking = useCallback(() => setPicking(null), []);
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
  const leavePicture = (): void => {
    if (document.activeElement !== keys.current) return keys.current?.focus();
    flushSync(() => setPanelOpen(true));
    tools.current?.querySelector("button")?.focus();
  };
  const act: Record<Tool, () => void> = {
    view: () => call.ask("view"),
    annotate: () => call.ask("annotate"),
    control: () => call.ask("control"),
    system: () => call.ask("system"),
    serial: () => call.ask("serial"),
    report: () => goTo("report"),
    chat: () => goTo("chat"),
    notes: () => goTo("notes"),
    hide: () => setPicking(picking || !maySend(state, "hide/window") ? null : "window"),
    pause: () => call.send({ type: state.session?.phase === "paused" ? "session/resume" : "session/pause" }),
    size: () => setFit(!fit),
    fullScreen: fullScreen.toggle,
    panel: () => setPanelOpen(!panelOpen),
    leave: leavePicture,
    help: () => setHelpOpen(!helpOpen),
    end: () => call.end(),
  };
  useShortcuts(act);

  return (
    <div className="live" data-panel={panelOpen}>
      <Status call={call} state={state} panelOpen={panelOpen} onPanel={act.panel} />
      <Stage call={call} state={state} fit={fit} keys={keys} onLeave={onLeave} picking={picking}
        onPicked={stopPicking} />
      {panelOpen && (
        <Panel call={call} state={state} tab={tab} onTab={setTab} picking={picking} onPick={setPicking}>
          {!isOver(state) && <Toolbar state={state} fit={fit} fullScreen={fullScreen.on} act={act} toolsRef={tools} />}
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
