/** Where one is: a field that takes a path, the two views of Windows, and what can be done with the key that is open. */

import { type FormEvent, useEffect, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import type { Registry, RegistryState } from "../../../call/registry";
import { useTexts } from "../../../lang";
import { readPath, shownPath } from "../../../registry/names";
import type { RegistryView } from "../../../wire/messages";

interface Doors {
  registry: Registry;
  seen: RegistryState;
}

export function Address({ registry, seen }: Doors) {
  const { registry: words } = useTexts();
  const { open, begun, view } = seen;
  const [typed, setTyped] = useState("");
  useEffect(() => setTyped(open ? shownPath(open.path) : ""), [open?.path]);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const path = open && typed === shownPath(open.path) ? open.path : readPath(typed);
    if (path.length > 0) registry.open(path);
  };
  return (
    <form className="row address" onSubmit={go}>
      <TextField value={typed} onChange={setTyped}>
        <Label className="hidden">{words.path}</Label>
        <Input placeholder={words.path} data-testid="registry-path" autoComplete="off" spellCheck="false" />
      </TextField>
      {begun && begun.views.length > 1 && (
        <select aria-label={words.view} value={view} onChange={(event) => registry.look(event.target.value as RegistryView)}>
          {begun.views.map((one) => (
            <option key={one} value={one}>
              {words.views[one]}
            </option>
          ))}
        </select>
      )}
      <Button onPress={() => registry.refresh()} isDisabled={!open}>
        {words.refresh}
      </Button>
      <Button onPress={() => open && registry.export(open.path)} isDisabled={!open || seen.exporting !== null}>
        {words.export}
      </Button>
    </form>
  );
}
