/** The tools that act on the session and on the picture's place. */

import type { RefObject } from "react";
import type { CallState } from "../../call/state";
import type { Tool } from "../../input/shortcuts";
import { useTexts } from "../../lang";
import { ToolButton } from "./tool_button";

interface ToolbarDoors {
  state: CallState;
  fit: boolean;
  fullScreen: boolean;
  act: Record<Tool, () => void>;
  toolsRef: RefObject<HTMLDivElement | null>;
}

export function Toolbar({ state, fit, fullScreen, act, toolsRef }: ToolbarDoors) {
  const { live } = useTexts();
  const paused = state.session?.phase === "paused";
  return (
    <div className="toolbar" ref={toolsRef}>
      <ToolButton tool="pause" onPress={act.pause} disabled={state.lineLost !== null}>
        {paused ? live.resume : live.pause}
      </ToolButton>
      <ToolButton tool="size" onPress={act.size}>
        {fit ? live.actual : live.fit}
      </ToolButton>
      <ToolButton tool="fullScreen" onPress={act.fullScreen}>
        {fullScreen ? live.leaveFullScreen : live.fullScreen}
      </ToolButton>
      <ToolButton tool="help" onPress={act.help}>
        {live.help}
      </ToolButton>
      <ToolButton tool="end" onPress={act.end} className="end">
        {live.end}
      </ToolButton>
      {paused && state.session?.paused_by !== "technician" && <p className="hint">{live.onlyCustomerResumes}</p>}
    </div>
  );
}
