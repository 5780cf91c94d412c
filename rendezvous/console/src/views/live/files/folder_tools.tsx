/** What can be done in a folder and with the name that is chosen: signs, with their words when pointed at or focused. */

import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import type { Call } from "../../../call/call";
import type { FilesState } from "../../../call/files_state";
import { joined, shownName } from "../../../files/names";
import { useTexts } from "../../../lang";
import { Icon, type IconName } from "../icon";

interface Doors {
  call: Call;
  seen: FilesState;
  onFolder: () => void;
  onRename: () => void;
}

export function FolderTools({ call, seen, onFolder, onRename }: Doors) {
  const { files: words } = useTexts();
  const row = call.files.row(seen.cursor);
  const path = seen.folder && row ? joined(seen.folder.path, row.name) : null;
  const none = path === null;
  return (
    <>
      <div className="signs">
        <Sign icon="newFolder" words={words.newFolder} onPress={onFolder} disabled={!seen.folder} />
        <Sign icon="rename" words={words.rename} onPress={onRename} disabled={none} />
        <Sign icon="copy" words={words.copy} onPress={() => path && call.files.take(path, false)} disabled={none} />
        <Sign icon="cut" words={words.cut} onPress={() => path && call.files.take(path, true)} disabled={none} />
        <Sign icon="paste" words={words.paste} onPress={() => call.files.paste()} disabled={!seen.taken || !seen.folder} />
        <Sign icon="trash" words={words.trash} onPress={() => path && call.files.trash(path)} disabled={none} />
      </div>
      {seen.taken && (
        <p className="hint" role="status">
          {words.taken(shownName(seen.taken.path), seen.taken.move)}
        </p>
      )}
    </>
  );
}

interface SignDoors {
  icon: IconName;
  words: string;
  onPress: () => void;
  disabled: boolean;
}

function Sign({ icon, words, onPress, disabled }: SignDoors) {
  return (
    <TooltipTrigger delay={400}>
      <Button aria-label={words} onPress={onPress} isDisabled={disabled}>
        <Icon name={icon} />
      </Button>
      <Tooltip className="tip" placement="top" offset={6}>
        {words}
      </Tooltip>
    </TooltipTrigger>
  );
}
