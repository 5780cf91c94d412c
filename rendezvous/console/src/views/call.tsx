/** One call: the code to give while it waits for the customer, the live view from then on. */

import { useSyncExternalStore } from "react";
import type { Call } from "../call/call";
import { Issue } from "./issue";
import { Live } from "./live/live";

export function CallView({ call, onLeave }: { call: Call; onLeave: () => void }) {
  const state = useSyncExternalStore(call.subscribe, call.state);
  if (state.code) return <Issue code={state.code} onCancel={onLeave} />;
  return <Live call={call} state={state} onLeave={onLeave} />;
}
