/** Ask for a restart, begin it once it is allowed, and say why it was not done. */

import { useState } from "react";
import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { type CallState, maySend, standing } from "../../call/state";
import { useTexts } from "../../lang";
import { Confirm } from "./confirm";

export function RestartAsk({ call, state }: { call: Call; state: CallState }) {
  const texts = useTexts();
  const [confirming, setConfirming] = useState(false);
  const stands = standing(state, "restart");
  const ask = (): void => {
    if (stands === "not_asked" || stands === "refused") call.ask("restart");
  };
  const { restart } = state;
  return (
    <div className="permissions" data-testid="permission-restart" data-standing={stands}>
      {stands === "granted" ? (
        <Button className="tool permission" onPress={() => setConfirming(true)}
          isDisabled={!maySend(state, "restart/begin") || restart === "asked"}>
          <span>{texts.restart.begin}</span>
        </Button>
      ) : (
        <Button className="tool permission" onPress={ask} isDisabled={state.lineLost !== null}>
          <span>{texts.permission.restart}</span> <em>{stands === "not_asked" ? texts.ask : texts.standing[stands]}</em>
        </Button>
      )}
      {restart === "asked" && <p role="status">{texts.restart.begun}</p>}
      {restart !== "asked" && restart !== null && <p role="alert">{texts.restart.refused[restart]}</p>}
      {confirming && (
        <Confirm title={texts.restart.confirmTitle} means={texts.restart.confirmText} yes={texts.restart.yes}
          onYes={call.restart} onClose={() => setConfirming(false)} />
      )}
    </div>
  );
}
