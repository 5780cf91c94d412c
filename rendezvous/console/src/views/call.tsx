/** One call: the code to give, or the time left after a restart, while it waits for the customer; then the live view. */

import { useEffect, useSyncExternalStore } from "react";
import type { Call } from "../call/call";
import type { Return } from "../call/restart";
import { Issue } from "./issue";
import { Live } from "./live/live";
import { Returning } from "./returning";

export interface Awaited {
  /** On performance.now()'s clock. */
  readonly until: number;
  /** The session before the restart. */
  readonly former: Call;
}

interface CallDoors {
  call: Call;
  issuing: boolean;
  /** Whom this call waits for, where it goes on after a restart. */
  awaited: Awaited | null;
  onLeave: () => void;
  onRestart: (back: Return) => void;
}

export function CallView({ call, issuing, awaited, onLeave, onRestart }: CallDoors) {
  const state = useSyncExternalStore(call.subscribe, call.state);
  const comesBack = call.comesBack();
  useEffect(() => {
    const back = comesBack ? call.takeReturn() : null;
    if (back) onRestart(back);
  }, [call, comesBack]);
  if (awaited && state.stage === "connecting") return <Returning {...awaited} onCancel={onLeave} />;
  if (issuing && (state.stage === "connecting" || state.stage === "code")) return <Issue code={state.code} onCancel={onLeave} />;
  return <Live call={call} state={state} onLeave={onLeave} />;
}
