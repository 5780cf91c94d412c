/** The technician's tools for showing things: which is in hand, and how it draws. Kept in this browser but for the tool. */

import { useEffect, useState } from "react";
import type { Call } from "../../call/call";
import { type CallState, mayAnnotate } from "../../call/state";
import { SHOWING, type Showing } from "../../input/drawing";
import { usePreference } from "../../preferences";
import { MARK_COLOUR, type MarkColour } from "../../wire/messages";

export interface Annotate {
  /** Whether the customer allows it now. */
  readonly may: boolean;
  /** What is in hand; null: the mouse is not drawing. */
  readonly tool: Showing | null;
  readonly colour: MarkColour;
  readonly stay: boolean;
  take(tool: Showing | null): void;
  /** Take the last tool in hand, or put it away. */
  toggle(): void;
  paint(colour: MarkColour): void;
  keep(stay: boolean): void;
  clear(): void;
}

export function useAnnotate(call: Call, state: CallState): Annotate {
  const may = mayAnnotate(state);
  const [tool, take] = useState<Showing | null>(null);
  const [last, setLast] = usePreference("markTool", SHOWING, "pen");
  const [colour, paint] = usePreference("markColour", MARK_COLOUR, "red");
  const [kept, setKept] = usePreference("markStay", ["fade", "stay"], "fade");
  useEffect(() => {
    if (!may) take(null);
  }, [may]);
  const choose = (next: Showing | null): void => {
    if (next) setLast(next);
    take(next);
  };
  return {
    may,
    tool: may ? tool : null,
    colour,
    stay: kept === "stay",
    take: choose,
    toggle: () => choose(tool ? null : last),
    paint,
    keep: (stay) => setKept(stay ? "stay" : "fade"),
    clear: () => void call.send({ type: "annotate/clear" }),
  };
}
