/** The voice's words, English. */

import type { Texts } from "./fr";

export const voice: Texts["voice"] = {
  title: "Voice",
  start: "Talk to the customer",
  close: "Close the voice",
  opening: "The voice is opening…",
  mute: "Turn my microphone off",
  unmute: "Turn my microphone on",
  myLevel: "Level of your microphone",
  theirLevel: "Level of the customer’s microphone",
  microphone: "Your microphone",
  loudspeaker: "Your loudspeaker",
  mine: {
    open: "Your microphone is open.",
    muted: "Your microphone is off.",
    missing: "No microphone is connected here: the customer does not hear you.",
    denied: "This browser does not let the console use the microphone: the customer does not hear you.",
  },
  theirs: {
    open: "The customer’s microphone is open: you hear them.",
    muted: "The customer turned their microphone off.",
    missing: "No microphone works on the customer’s computer: you do not hear them.",
  },
  deaf: "No loudspeaker works on the customer’s computer: they do not hear you.",
  end: {
    technician: "You closed the voice.",
    not_allowed: "The voice was closed: it is no longer allowed, or the session was paused.",
    failed: "The voice could not be opened, or its connection was lost.",
  },
};
