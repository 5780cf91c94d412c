/** Keep the receipt: it proves what the customer's record must say, `handrail-agent verify --receipt`. */

import { Button } from "react-aria-components";
import type { Call } from "../../call/call";
import { useTexts } from "../../lang";
import { saveAs } from "../../saving";

export function ReceiptButton({ call }: { call: Call }) {
  const { live } = useTexts();
  const keep = (): void => {
    const receipt = call.receipt();
    if (receipt) saveAs("handrail-receipt.json", "application/json", receipt);
  };
  return <Button onPress={keep}>{live.keepReceipt}</Button>;
}
