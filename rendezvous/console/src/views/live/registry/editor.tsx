/** One value in a dialog: all of it, what there is to know of it, and a field of its kind where it can be changed. */

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import type { Editing, Registry } from "../../../call/registry";
import { useTexts } from "../../../lang";
import { fromBase64 } from "../../../link/bytes";
import { shownName } from "../../../registry/names";
import { bytesOf, draftOf, isFaithful, typeName } from "../../../registry/values";
import type { ValueTold } from "../../../wire/messages";
import { Field } from "./field";
import { Ends } from "./making";

export function Editor({ registry, editing }: { registry: Registry; editing: Editing }) {
  const { registry: words } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = (): void => registry.closeEditor();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const name = shownName(editing.name) || words.own;
  return (
    <dialog ref={dialog} className="confirm value-editor" onCancel={close} aria-labelledby="value-title">
      <h2 id="value-title"><bdi>{name}</bdi></h2>
      {editing.fault && <p role="alert">{words.fault[editing.fault]}</p>}
      {!editing.told && !editing.fault && <p role="status">{words.reading}</p>}
      {editing.told ? <Form registry={registry} told={editing.told} onClose={close} /> : <Button onPress={close}>{words.close}</Button>}
    </dialog>
  );
}

function Form({ registry, told, onClose }: { registry: Registry; told: ValueTold; onClose: () => void }) {
  const { registry: words } = useTexts();
  const { row } = told;
  const whole = fromBase64(row.data).length === row.size;
  const faithful = isFaithful(row);
  const kind = faithful || row.kind === "setting" ? row.kind : "other";
  const first = draftOf(kind, fromBase64(row.data), 10);
  const [draft, setDraft] = useState(first);
  const [base, setBase] = useState<10 | 16>(10);
  const fixed = row.closed !== null || !whole || kind === "other";
  const bytes = bytesOf(kind, draft, base);
  const turn = (to: 10 | 16): void => {
    if (typeof bytes !== "string") setDraft(draftOf(kind, bytes, to));
    setBase(to);
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!fixed && typeof bytes !== "string") registry.set(row.name, kind, bytes);
  };
  return (
    <form onSubmit={save}>
      <p className="soft">
        {row.kind === "setting" ? told.signature : typeName(row)} · {words.size(row.size)}
      </p>
      {told.about && <p>{told.about}</p>}
      {told.initial && <p className="soft">{words.defaultIs(told.initial)}</p>}
      {row.closed && <p className="hint">{words.why[row.closed]}</p>}
      {!whole && <p className="hint">{words.notWhole}</p>}
      {whole && kind === "other" && !row.closed && <p className="hint">{words.asBytes}</p>}
      <Field kind={kind} draft={draft} base={base} choices={choicesOf(told)} onDraft={setDraft} onBase={turn} readOnly={fixed} />
      {fixed ? (
        <Button onPress={onClose}>{words.close}</Button>
      ) : (
        <Ends onCancel={onClose} mistake={typeof bytes === "string" ? words.mistake[bytes] : ""}
          disabled={typeof bytes === "string" || (draft === first && base === 10)} />
      )}
    </form>
  );
}

/** What a setting is chosen from, as it is written: yes or no, or one of several words. */
export function choicesOf({ signature, choices }: Pick<ValueTold, "signature" | "choices">): string[] {
  if (signature === "b") return ["true", "false"];
  return signature === "s" ? choices.map((choice) => `'${choice}'`) : [];
}
