/** Where the shown folder is, and the ways elsewhere: the usual places, each folder above. */

import { Button } from "react-aria-components";
import type { Call } from "../../../call/call";
import type { FilesState } from "../../../call/files_state";
import { crumbs, shownName } from "../../../files/names";
import { useTexts } from "../../../lang";
import type { FilePlace } from "../../../wire/messages";
import { sizeText } from "./size";

export function Places({ call, seen }: { call: Call; seen: FilesState }) {
  const { files: words, lang } = useTexts();
  const label = ({ kind, path, total, free }: FilePlace): string => {
    if (kind !== "volume") return words.place[kind];
    return `${words.place.volume} ${shownName(path)} (${words.free(sizeText(free, lang), sizeText(total, lang))})`;
  };
  const places = seen.places ?? [];
  const here = places.find(({ path }) => path === seen.folder?.path)?.path ?? "";
  return (
    <>
      <div className="row">
        <select
          aria-label={words.places}
          data-testid="files-places"
          value={here}
          onChange={(event) => event.target.value && call.files.open(event.target.value)}
        >
          <option value="">{words.places}</option>
          {places.map((place) => (
            <option key={place.path} value={place.path}>
              {label(place)}
            </option>
          ))}
        </select>
        <Button onPress={() => call.files.up()} isDisabled={!seen.folder || seen.folder.path === "/"}>
          {words.up}
        </Button>
        <Button
          onPress={() => (seen.folder ? call.files.refresh() : call.files.begin())}
          isDisabled={!seen.folder && !seen.fault}
        >
          {words.refresh}
        </Button>
      </div>
      <nav aria-label={words.way}>
        <ol className="crumbs" data-testid="files-way">
          {seen.folder &&
            crumbs(seen.folder.path).map(({ path, name }) => (
              <li key={path}>
                <Button className="quiet" onPress={() => call.files.open(path)}>
                  <bdi>{shownName(name)}</bdi>
                </Button>
              </li>
            ))}
        </ol>
      </nav>
    </>
  );
}
