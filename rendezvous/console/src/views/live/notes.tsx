/** The technician's own notes: kept in the tab, sent nowhere. */

import { Label, Text, TextArea, TextField } from "react-aria-components";
import { useKept } from "../../kept";
import { useTexts } from "../../lang";

export const NOTES_FIELD = "notes-field";

export function Notes() {
  const { notes } = useTexts();
  const [text, setText] = useKept("notes");
  return (
    <TextField className="notes" value={text} onChange={setText}>
      <Label>{notes.label}</Label>
      <TextArea id={NOTES_FIELD} />
      <Text slot="description">{notes.hint}</Text>
    </TextField>
  );
}
