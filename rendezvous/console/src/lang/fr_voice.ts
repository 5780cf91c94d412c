/** The voice's words, French. */

import type { VoiceState } from "../call/voice";
import type { Microphone, VoiceEnd } from "../wire/messages";

export const voice = {
  title: "Voix",
  start: "Parler au client",
  close: "Fermer la voix",
  opening: "La voix s’ouvre…",
  mute: "Couper mon micro",
  unmute: "Rouvrir mon micro",
  myLevel: "Niveau de votre micro",
  theirLevel: "Niveau du micro du client",
  microphone: "Votre micro",
  loudspeaker: "Votre haut-parleur",
  mine: {
    open: "Votre micro est ouvert.",
    muted: "Votre micro est coupé.",
    missing: "Aucun micro n’est branché ici : le client ne vous entend pas.",
    denied: "Ce navigateur ne laisse pas la console utiliser le micro : le client ne vous entend pas.",
  } satisfies Record<VoiceState["microphone"], string>,
  theirs: {
    open: "Le micro du client est ouvert : vous l’entendez.",
    muted: "Le client a coupé son micro.",
    missing: "Aucun micro ne fonctionne chez le client : vous ne l’entendez pas.",
  } satisfies Record<Microphone, string>,
  deaf: "Aucun haut-parleur ne fonctionne chez le client : il ne vous entend pas.",
  end: {
    technician: "Vous avez fermé la voix.",
    not_allowed: "La voix a été fermée : elle n’est plus autorisée, ou la session était en pause.",
    failed: "La voix n’a pas pu s’ouvrir, ou la liaison s’est coupée.",
  } satisfies Record<VoiceEnd, string>,
};
