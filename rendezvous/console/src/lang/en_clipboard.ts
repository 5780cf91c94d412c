/** The words of the two clipboards, and the chat's ready-made texts: English. */

export const clipboard = {
  tab: "Clipboard",
  readTitle: "From the customer to you",
  askRead: "Ask to read what the customer copies",
  read: "Read the customer's clipboard",
  putTitle: "From you to the customer",
  askPut: "Ask to leave something to paste",
  toPut: "Text or image to leave (paste here)",
  putText: "Leave this text",
  putImage: "Leave this image",
  imageToPut: "Image to leave",
  otherThing: "Something else",
  noImage: "This image cannot be read, or has more than 10 million points.",
  putHint: "It replaces what the customer had copied. They can paste it for as long as their tool is open.",
  progress: { read: "Reading", put: "Leaving" },
  waiting: "Waiting…",
  giveUp: "Cancel",
  outcome: {
    placed: "Done: the customer can paste it.",
    nothing: "There is nothing to read: neither text nor image that the customer shows.",
    too_large: "It is too large: 1 MiB of text, 8 MiB or 10 million points for an image.",
    unanswered: "The customer's program did not answer. Try again.",
    unreadable: "This content cannot be read: it is neither a text nor a PNG image.",
    stopped: "Interrupted: nothing was kept.",
  },
  textOf: (count: number) => `Text, ${count} character${count > 1 ? "s" : ""}`,
  cut: (count: number) => `Only the first ${count} characters are shown; all are copied.`,
  imageOf: (width: number, height: number) => `Image of ${width} × ${height} points`,
  copy: "Copy to yours",
  copied: "Copied.",
  copyFailed: "The browser refused to copy.",
  forget: "Clear",
};

export const canned = [
  "Hello, I can hear you and the connection is good.",
  "I am going to ask you a question on the screen: read it, and answer as you like.",
  "You can stop at any time, with the Stop button.",
  "One moment, I am looking.",
  "It is repaired. Can you try it yourself?",
  "Thank you for your patience. I am closing the session.",
];
