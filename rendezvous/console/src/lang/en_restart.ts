/** The words round a restart, English. */

import type { Texts } from "./fr";

export const restart: Texts["restart"] = {
  begin: "Restart the computer…",
  begun: "The customer’s computer is about to restart…",
  confirmTitle: "Restart the customer’s computer?",
  confirmText:
    "First ask the customer whether their work is saved. The session ends; after the restart the customer has 15 minutes to say whether to go on, then you ask again for what you need.",
  yes: "Restart",
  refused: {
    denied: "Not done: the system does not let this customer restart, or somebody else is logged in too. Nothing was left there.",
    held: "Not done: a program of the customer’s asks to wait. Let it finish, or close it. Nothing was left there.",
    not_kept: "Not done: the tool could not write what it takes to come back. Nothing was left there.",
    unavailable: "Not done: nothing on this computer restarts it when asked. Nothing was left there.",
  },
  waiting: "The customer’s computer is restarting",
  left: (time) => `The session can go on for another ${time}.`,
  over: "The time is over: a new code is needed.",
  steps: [
    "The customer logs in as usual.",
    "A window asks them whether they want to go on with you.",
    "If they say yes, you ask again to see their screen. No code is needed.",
  ],
  cancel: "Do not go on",
};
