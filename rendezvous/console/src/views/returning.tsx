/** While the customer's computer restarts: how long the session may go on, what happens there, and a way to give it up. */

import { Button } from "react-aria-components";
import type { Call } from "../call/call";
import { spent, useNow } from "../clock";
import { useTexts, useTitle } from "../lang";
import { useLeaveWarning } from "./leave_warning";
import { ReceiptButton } from "./live/receipt_button";

interface ReturningDoors {
  /** On performance.now()'s clock. */
  until: number;
  /** The session before the restart. */
  former: Call;
  onCancel: () => void;
}

export function Returning({ until, former, onCancel }: ReturningDoors) {
  const { restart } = useTexts();
  useTitle(restart.waiting);
  useLeaveWarning(true);
  const left = (until - useNow()) / 1000;
  return (
    <main className="sheet wide" data-testid="returning">
      <h1>{restart.waiting}</h1>
      <p className="left" role="timer">
        {left > 0 ? restart.left(spent(left)) : restart.over}
      </p>
      <ol className="steps">
        {restart.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Button onPress={onCancel} autoFocus>
        {restart.cancel}
      </Button>
      {former.receipt() !== null && <ReceiptButton call={former} />}
    </main>
  );
}
