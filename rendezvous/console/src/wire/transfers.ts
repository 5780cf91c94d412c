/** Reads what the agent says of transfers. */

import { type AgentMessage, FILE_FAULT, MAX_TRANSFER_ITEMS } from "./messages";
import { amount, type Fields, oneOf, whole } from "./readers";

export type TransferMessage = Extract<AgentMessage, { type: `transfers/${string}` }>;

export function isOfTransfers(message: AgentMessage): message is TransferMessage {
  return message.type.startsWith("transfers/");
}

/** Read one message; throws NotOfThisWire on what it cannot be. */
export function transferMessage(type: TransferMessage["type"], fields: Fields): TransferMessage {
  const transfer = whole(fields["transfer"], 1, 2 ** 31 - 1);
  switch (type) {
    case "transfers/ready":
      return { type, transfer, items: whole(fields["items"], 0, MAX_TRANSFER_ITEMS), bytes: amount(fields["bytes"]) };
    case "transfers/stands":
      return { type, transfer, item: whole(fields["item"], 0, MAX_TRANSFER_ITEMS), offset: amount(fields["offset"]) };
    case "transfers/failed":
      return { type, transfer, fault: oneOf(fields["fault"], FILE_FAULT) };
  }
}
