/** Asks before something is done that may cost the customer work; not doing it has the focus. */

import { useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { useTexts } from "../../lang";

interface ConfirmDoors {
  title: string;
  means: string;
  yes: string;
  onYes: () => void;
  onClose: () => void;
}

export function Confirm({ title, means, yes, onYes, onClose }: ConfirmDoors) {
  const { processes: words } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector("button")?.focus();
    return () => element?.close();
  }, []);
  const accept = (): void => {
    onYes();
    onClose();
  };
  return (
    <dialog ref={dialog} className="confirm" role="alertdialog" onCancel={onClose} aria-labelledby="confirm"
      aria-describedby="confirm-means">
      <h2 id="confirm">{title}</h2>
      <p id="confirm-means">{means}</p>
      <div className="row">
        <Button onPress={onClose}>{words.cancel}</Button>
        <Button className="end" data-testid="confirm-yes" onPress={accept}>
          {yes}
        </Button>
      </div>
    </dialog>
  );
}
