/** A new value, of a kind that is chosen, or a new key, in the key that is open. */

import { type FormEvent, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import type { Registry } from "../../../call/registry";
import { useTexts } from "../../../lang";
import { wireName } from "../../../registry/names";
import { bytesOf, NEW_KINDS, TYPE_NAMES } from "../../../registry/values";
import type { ValueKind } from "../../../wire/messages";
import { Field } from "./field";

interface Doors {
  registry: Registry;
  onDone: () => void;
}

export function NewValue({ registry, onDone }: Doors) {
  const { registry: words } = useTexts();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<ValueKind>("sz");
  const [draft, setDraft] = useState("");
  const [base, setBase] = useState<10 | 16>(10);
  const bytes = bytesOf(kind, draft, base);
  const make = (event: FormEvent): void => {
    event.preventDefault();
    if (typeof bytes === "string") return;
    registry.set(wireName(name), kind, bytes);
    onDone();
  };
  return (
    <form className="making" onSubmit={make}>
      <TextField value={name} onChange={setName} autoFocus>
        <Label>{words.valueName}</Label>
        <Input data-testid="registry-name" autoComplete="off" spellCheck="false" />
      </TextField>
      <label>
        {words.column.type}{" "}
        <select value={kind} onChange={(event) => setKind(event.target.value as ValueKind)} data-testid="registry-kind">
          {NEW_KINDS.map((one) => (
            <option key={one} value={one}>{TYPE_NAMES[one]}</option>
          ))}
        </select>
      </label>
      <Field kind={kind} draft={draft} base={base} choices={[]} onDraft={setDraft} onBase={setBase} />
      <Ends onCancel={onDone} mistake={draft !== "" && typeof bytes === "string" ? words.mistake[bytes] : ""}
        disabled={typeof bytes === "string"} />
    </form>
  );
}

export function NewKey({ registry, onDone }: Doors) {
  const { registry: words } = useTexts();
  const [name, setName] = useState("");
  const usable = name !== "" && !/[\\\0]/.test(name) && name.length <= 255;
  const make = (event: FormEvent): void => {
    event.preventDefault();
    if (!usable) return;
    registry.make(wireName(name));
    onDone();
  };
  return (
    <form className="making" onSubmit={make}>
      <TextField value={name} onChange={setName} autoFocus>
        <Label>{words.keyName}</Label>
        <Input data-testid="registry-name" autoComplete="off" spellCheck="false" />
      </TextField>
      <Ends onCancel={onDone} mistake={name !== "" && !usable ? words.badName : ""} disabled={!usable} />
    </form>
  );
}

interface EndsDoors {
  onCancel: () => void;
  mistake: string;
  disabled: boolean;
}

/** What a form ends with: what is wrong in it, and its two buttons. */
export function Ends({ onCancel, mistake, disabled }: EndsDoors) {
  const { registry: words } = useTexts();
  return (
    <>
      <p role="alert" className="mistake">{mistake}</p>
      <div className="row">
        <Button onPress={onCancel}>{words.cancel}</Button>
        <Button type="submit" isDisabled={disabled} data-testid="registry-save">{words.save}</Button>
      </div>
    </>
  );
}
