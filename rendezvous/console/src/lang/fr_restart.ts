/** The words round a restart, French. */

import type { RestartFault } from "../wire/messages";

export const restart = {
  begin: "Redémarrer l’ordinateur…",
  begun: "L’ordinateur du client va redémarrer…",
  confirmTitle: "Redémarrer l’ordinateur du client ?",
  confirmText:
    "Demandez d’abord au client s’il a enregistré son travail. La session s’arrête ; après le redémarrage, le client a 15 minutes pour dire s’il continue, puis vous redemandez ce qu’il vous faut.",
  yes: "Redémarrer",
  refused: {
    denied: "Non fait : le système ne laisse pas ce client redémarrer, ou quelqu’un d’autre est aussi connecté. Rien n’est resté chez lui.",
    held: "Non fait : un programme du client demande d’attendre. Il faut le laisser finir, ou le fermer. Rien n’est resté chez le client.",
    not_kept: "Non fait : l’outil n’a pas pu écrire ce qu’il faut pour revenir. Rien n’est resté chez le client.",
    unavailable: "Non fait : rien, sur cet ordinateur, ne redémarre à la demande. Rien n’est resté chez le client.",
  } satisfies Record<RestartFault, string>,
  waiting: "L’ordinateur du client redémarre",
  left: (time: string) => `La session peut reprendre pendant encore ${time}.`,
  over: "Le délai est passé : il faut un nouveau code.",
  steps: [
    "Le client ouvre sa session comme d’habitude.",
    "Une fenêtre lui demande s’il veut continuer avec vous.",
    "S’il dit oui, vous demandez de nouveau à voir son écran. Aucun code n’est nécessaire.",
  ],
  cancel: "Ne pas reprendre",
};
