/** Which of the customer's monitors is shown, where there are several; each has a shortcut of its own. */

import { useEffect, useState } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, maySend } from "../../call/state";
import { printedMonitor } from "../../input/shortcuts";
import { type Texts, useTexts } from "../../lang";
import type { Monitor } from "../../wire/messages";

const ALL = "all";

/** How long it is told that a monitor went away: it is no news for ever. */
const TOLD_MS = 20_000;

export function MonitorChoice({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  const { monitors: known = [], chosen = null } = state.monitors ?? {};
  if (known.length < 2) return null;
  const choose = (value: string): void => chooseMonitor(call, value === ALL ? null : Number(value));
  return (
    <RadioGroup className="monitors" value={chosen === null ? ALL : String(chosen)} onChange={choose}
      isDisabled={state.lineLost !== null || !maySend(state, "view/monitor")} data-testid="monitors"
      aria-label={texts.monitors.title}>
      <Choice value={ALL} name={texts.monitors.all} />
      {known.map((monitor) => (
        <Choice key={monitor.id} value={String(monitor.id)} name={nameOf(monitor, texts)} />
      ))}
      <kbd>{printedMonitor([0, ...known.map(({ id }) => id)], texts.shift)}</kbd>
    </RadioGroup>
  );
}

function Choice({ value, name }: { value: string; name: string }) {
  return (
    <Radio value={value} className="monitor" data-testid={`monitor-${value}`}>
      {name}
    </Radio>
  );
}

/** Say that the chosen monitor went away: otherwise the picture would change by itself. */
export function MonitorGone({ state }: { state: CallState }) {
  const { monitors } = useTexts();
  const [past, setPast] = useState(false);
  useEffect(() => {
    setPast(false);
    const timer = setTimeout(() => setPast(true), TOLD_MS);
    return () => clearTimeout(timer);
  }, [state.monitorGone]);
  return (
    <span role="status" className="monitor-gone" data-testid="monitor-gone">
      {state.monitorGone && !past && monitors.gone}
    </span>
  );
}

/** Show a monitor by its number; 0: all of them. One that there is not changes nothing. */
export function showMonitor(call: Call, state: CallState, number: number): void {
  const known = state.monitors?.monitors ?? [];
  const there = number === 0 || known.some(({ id }) => id === number);
  if (known.length > 1 && there && !state.lineLost) chooseMonitor(call, number || null);
}

function chooseMonitor(call: Call, monitor: number | null): void {
  call.send({ type: "view/monitor", monitor });
}

function nameOf({ id, primary }: Monitor, { monitors }: Texts): string {
  return primary ? monitors.primary(id) : monitors.one(id);
}
