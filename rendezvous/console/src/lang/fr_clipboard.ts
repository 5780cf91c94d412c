/** The words of the two clipboards, and the chat's ready-made texts: French. */

import type { ClipboardFault } from "../wire/messages";

export const clipboard = {
  tab: "Presse-papiers",
  readTitle: "Du client vers vous",
  askRead: "Demander à lire ce que le client copie",
  read: "Lire le presse-papiers du client",
  putTitle: "De vous vers le client",
  askPut: "Demander à déposer quelque chose à coller",
  toPut: "Texte ou image à déposer (collez ici)",
  putText: "Déposer ce texte",
  putImage: "Déposer cette image",
  imageToPut: "Image à déposer",
  otherThing: "Autre chose",
  noImage: "Cette image ne peut pas être lue, ou elle a plus de 10 millions de points.",
  putHint: "Cela remplace ce que le client avait copié. Il peut le coller tant que son outil est ouvert.",
  progress: { read: "Lecture", put: "Dépôt" },
  waiting: "En attente…",
  giveUp: "Annuler",
  outcome: {
    placed: "Déposé : le client peut le coller.",
    nothing: "Il n’y a rien à lire : ni texte, ni image que le client montre.",
    too_large: "C’est trop grand : 1 Mio de texte, 8 Mio ou 10 millions de points pour une image.",
    unanswered: "Le programme du client n’a pas répondu. Réessayez.",
    unreadable: "Ce contenu ne peut pas être lu : ce n’est ni un texte ni une image PNG.",
    stopped: "Interrompu : rien n’a été gardé.",
  } satisfies Record<ClipboardFault | "placed", string>,
  textOf: (count: number) => `Texte, ${count} caractère${count > 1 ? "s" : ""}`,
  cut: (count: number) => `Seuls les ${count} premiers caractères sont montrés ; tout est copié.`,
  imageOf: (width: number, height: number) => `Image de ${width} × ${height} points`,
  copy: "Copier chez vous",
  copied: "Copié.",
  copyFailed: "Le navigateur a refusé la copie.",
  forget: "Effacer",
};

export const canned = [
  "Bonjour, je vous entends et je vois que la liaison est bonne.",
  "Je vais vous poser une question à l’écran : lisez-la, et répondez comme vous voulez.",
  "Vous pouvez arrêter à tout moment, avec le bouton Arrêter.",
  "Un instant, je cherche.",
  "C’est réparé. Pouvez-vous essayer vous-même ?",
  "Merci de votre patience. Je ferme la session.",
];
