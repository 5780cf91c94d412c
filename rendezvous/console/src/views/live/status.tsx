/** The state, always legible: phase, what is granted, who has the hand, whether the line holds. */

import type { ReactNode } from "react";
import { type CallState, inputOpen, standing } from "../../call/state";
import { type Texts, useTexts } from "../../lang";
import { AVAILABLE } from "../../wire/messages";
import { LimitAlone } from "./figures";
import { MonitorGone } from "./monitors";

interface StatusDoors {
  state: CallState;
  figuresOpen: boolean;
  children: ReactNode;
}

export function Status({ state, figuresOpen, children }: StatusDoors) {
  const texts = useTexts();
  const phase = state.session?.phase ?? "asking";
  const hiding = state.session?.hiding ?? "nothing";
  const hand = handOf(state, texts);
  return (
    <header className="status" aria-label={texts.live.state}>
      <div role="status" className="said">
        <span className="phase" data-testid="phase" data-phase={phase}>
          {texts.live.phase[phase]}
        </span>
        <span className="hiding-state" data-testid="hiding" data-hiding={hiding}>
          {hiding !== "nothing" && texts.hiding.state[hiding]}
        </span>
        <MonitorGone state={state} />
        <span className="hand" data-testid="hand" data-hand={hand.who}>
          {hand.text}
        </span>
        <Granted state={state} texts={texts} />
      </div>
      {!figuresOpen && <LimitAlone state={state} />}
      {children}
    </header>
  );
}

function Granted({ state, texts }: { state: CallState; texts: Texts }) {
  const granted = AVAILABLE.filter((permission) => standing(state, permission) === "granted");
  if (granted.length === 0) return null;
  return (
    <ul className="granted" data-testid="granted" aria-label={texts.live.permissions}
      title={granted.map((permission) => texts.permission[permission]).join(" · ")}>
      {granted.map((permission) => (
        <li key={permission}>{texts.short[permission] ?? texts.permission[permission]}</li>
      ))}
    </ul>
  );
}

/** Who has the hand, told so that it cannot be missed when it is the customer, or nobody for want of a line. */
function handOf(state: CallState, texts: Texts): { who: string; text: string } {
  const { session } = state;
  if (state.lineLost) return { who: "lost", text: texts.lost.tab };
  if (session?.phase === "paused" && session.paused_by !== "technician") {
    return { who: "none", text: texts.live.onlyCustomerResumes };
  }
  if (!session || session.phase !== "live") return { who: "none", text: "" };
  if (session.customer_has_hand) return { who: "customer", text: texts.live.hand };
  if (session.asking) {
    return { who: "answering", text: texts.live.answering(texts.permission[session.asking] ?? session.asking) };
  }
  if (inputOpen(state)) return { who: "technician", text: texts.live.youHaveHand };
  if (session.granted.includes("control")) return { who: "closed", text: texts.live.inputClosed };
  return { who: "none", text: session.granted.includes("view") ? texts.live.viewOnly : "" };
}
