/** What must be in reach whatever tab is open: the hand, pause, the end, and how the picture and the page are shown. */

import type { ReactNode, RefObject } from "react";
import { type CallState, isOver, standing } from "../../call/state";
import type { Tool } from "../../input/shortcuts";
import { useTexts } from "../../lang";
import { Icon } from "./icon";
import { ToolButton } from "./tool_button";

interface ToolbarDoors {
  state: CallState;
  fit: boolean;
  fullScreen: boolean;
  figuresOpen: boolean;
  panelOpen: boolean;
  act: Record<Tool, () => void>;
  toolsRef: RefObject<HTMLDivElement | null>;
}

export function Toolbar({ state, fit, fullScreen, figuresOpen, panelOpen, act, toolsRef }: ToolbarDoors) {
  const { live, figures } = useTexts();
  return (
    <div className="toolbar" ref={toolsRef}>
      {!isOver(state) && <SessionTools state={state} act={act} />}
      <div className="looks">
        {!isOver(state) && (
          <ToolButton tool="size" tip="bottom" onPress={act.size}>
            <Signed icon={fit ? "actual" : "fit"}>{fit ? live.actual : live.fit}</Signed>
          </ToolButton>
        )}
        <ToolButton tool="fullScreen" tip="bottom" onPress={act.fullScreen}>
          <Signed icon={fullScreen ? "leaveFullScreen" : "fullScreen"}>
            {fullScreen ? live.leaveFullScreen : live.fullScreen}
          </Signed>
        </ToolButton>
        <ToolButton tool="figures" tip="bottom" onPress={act.figures} expanded={figuresOpen}>
          <Signed icon="figures">{figures.open}</Signed>
        </ToolButton>
        <ToolButton tool="help" tip="bottom" onPress={act.help}>
          <Signed icon="help">{live.help}</Signed>
        </ToolButton>
        <ToolButton tool="panel" tip="bottom" onPress={act.panel} expanded={panelOpen}>
          <Signed icon="panel">{live.panel}</Signed>
        </ToolButton>
      </div>
    </div>
  );
}

/** The first of them may come and go: those after it keep their places. */
function SessionTools({ state, act }: Pick<ToolbarDoors, "state" | "act">) {
  const { live } = useTexts();
  const paused = state.session?.phase === "paused";
  const theirs = paused && state.session?.paused_by !== "technician";
  const hand = standing(state, "control");
  const cut = state.lineLost !== null;
  return (
    <div className="acts-on-session">
      {hand !== "granted" && (
        <ToolButton tool="control" tip="bottom" onPress={act.control} className="main" disabled={cut || hand === "asked"}>
          {live.takeHand[hand]}
        </ToolButton>
      )}
      <ToolButton tool="pause" tip="bottom" onPress={act.pause} className="pause" disabled={cut || theirs}>
        {paused ? live.resume : live.pause}
      </ToolButton>
      <ToolButton tool="end" tip="bottom" onPress={act.end} className="end">
        {live.end}
      </ToolButton>
    </div>
  );
}

/** A sign, and its words where there is room; they are the button's name in any case. */
function Signed({ icon, children }: { icon: Parameters<typeof Icon>[0]["name"]; children: ReactNode }) {
  return (
    <>
      <Icon name={icon} />
      <span className="words">{children}</span>
    </>
  );
}
