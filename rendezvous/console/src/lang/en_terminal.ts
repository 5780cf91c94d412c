/** The terminal's words, English. */

import type { Texts } from "./fr";

export const terminal: Texts["terminal"] = {
  title: "Customer’s terminal",
  open: "Open a terminal",
  close: "Close the terminal",
  copy: "Copy the selection",
  opening: "The terminal is opening, with a window on the customer’s screen…",
  leave: (shortcut: string) => `The customer sees everything you type. ${shortcut} to leave it.`,
  label: (shortcut: string) => `Terminal on the customer’s computer: your keys are typed there. ${shortcut} to leave it.`,
  paused: "Paused: everything in it is stopped, and will go on from there.",
  unseen: "The customer minimised the terminal’s window: nothing goes on until they see it.",
  end: {
    exited: "The terminal is closed: its program ended.",
    technician: "You closed the terminal.",
    customer: "The customer closed the terminal.",
    not_allowed: "The terminal was closed: it is no longer allowed.",
    failed: "The terminal could not be opened, or its window no longer answered: everything in it was stopped.",
  },
  pasteTitle: (lines: number) => `Paste ${lines} lines?`,
  pasteText: "Each line may be a command that runs at once.",
  pasteYes: "Paste",
  pasteNo: "Do not paste",
};
