/** One call: the code to give while it waits for the customer, the live view from then on. */

import { useSyncExternalStore } from "react";
import type { Call } from "../call/call";
import { Issue } from "./issue";
import { Live } from "./live/live";

export function CallView({ call, issuing, onLeave }: { call: Call; issuing: boolean; onLeave: () => void }) {
  const state = useSyncExternalStore(call.subscribe, call.state);
  if (issuing && (state.stage === "connecting" || state.stage === "code")) return <Issue code={state.code} onCancel={onLeave} />;
  return <Live call={call} state={state} onLeave={onLeave} />;
}
