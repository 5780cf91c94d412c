/** The terminal's words, French. */

import type { TerminalEnd } from "../wire/messages";

export const terminal = {
  title: "Terminal du client",
  open: "Ouvrir un terminal",
  close: "Fermer le terminal",
  copy: "Copier la sélection",
  opening: "Le terminal s’ouvre, avec une fenêtre chez le client…",
  leave: (shortcut: string) => `Le client voit tout ce que vous tapez. ${shortcut} pour en sortir.`,
  label: (shortcut: string) => `Terminal chez le client : vos touches y sont tapées. ${shortcut} pour en sortir.`,
  paused: "En pause : tout y est arrêté, et reprendra où il en était.",
  unseen: "Le client a réduit la fenêtre du terminal : rien n’avance tant qu’il ne la voit pas.",
  end: {
    exited: "Le terminal est fermé : le programme s’est terminé.",
    technician: "Vous avez fermé le terminal.",
    customer: "Le client a fermé le terminal.",
    not_allowed: "Le terminal a été fermé : il n’est plus autorisé.",
    failed: "Le terminal n’a pas pu s’ouvrir, ou sa fenêtre ne répondait plus : tout y a été arrêté.",
  } satisfies Record<TerminalEnd, string>,
  pasteTitle: (lines: number) => `Coller ${lines} lignes ?`,
  pasteText: "Chaque ligne peut être une commande, exécutée aussitôt.",
  pasteYes: "Coller",
  pasteNo: "Ne pas coller",
};
