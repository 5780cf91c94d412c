/** A search below the key that is open: how far it is, what it found, and a way back to the values. */

import { type FormEvent, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import type { Registry, RegistryState, Search } from "../../../call/registry";
import { useTexts } from "../../../lang";
import { shownName, shownPath } from "../../../registry/names";
import { lineOf } from "../../../registry/values";
import { MAX_SOUGHT } from "../../../wire/messages";

export function SearchBar({ registry, seen }: { registry: Registry; seen: RegistryState }) {
  const { registry: words } = useTexts();
  const [sought, setSought] = useState("");
  const { open, search } = seen;
  const seek = (event: FormEvent): void => {
    event.preventDefault();
    if (open && sought !== "") registry.seek(open.path, sought.slice(0, MAX_SOUGHT));
  };
  return (
    <form className="row" onSubmit={seek} role="search">
      <TextField value={sought} onChange={setSought}>
        <Label className="hidden">{words.search}</Label>
        <Input placeholder={words.search} data-testid="registry-search" autoComplete="off" spellCheck="false" />
      </TextField>
      <Button type="submit" isDisabled={!open || sought === "" || search?.state === "running"}>
        {words.find}
      </Button>
      {search?.state === "running" && <Button onPress={() => registry.stopSearch()}>{words.stop}</Button>}
      {search && <Button onPress={() => registry.closeSearch()}>{words.closeSearch}</Button>}
    </form>
  );
}

export function SearchRows({ registry, search }: { registry: Registry; search: Search }) {
  const { registry: words } = useTexts();
  return (
    <>
      <p role="status" className="hint" data-testid="registry-looked">
        {words.looked(search.looked, search.rows.length)} {search.state === "running" ? words.searching : ""}
        {search.state === "cut" ? words.foundMore : ""}
        {search.state in words.fault ? words.fault[search.state as keyof typeof words.fault] : ""}
      </p>
      <ul className="found" aria-label={words.found} tabIndex={0}>
        {search.rows.map(({ key, value }, number) => (
          <li key={number}>
            <Button onPress={() => {
              registry.closeSearch();
              registry.open(key);
            }}>
              <bdi>{shownPath(key)}</bdi>
            </Button>
            {value && (
              <p className="soft">
                <bdi>{shownName(value.name) || words.own}</bdi> {value.closed === "secret" ? words.closed.secret : lineOf(value)}
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
