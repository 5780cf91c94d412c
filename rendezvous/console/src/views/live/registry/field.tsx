/** The field in which a value is typed: one line, several, digits, or what a setting can be chosen from. */

import { useTexts } from "../../../lang";
import type { ValueKind } from "../../../wire/messages";

interface Doors {
  kind: ValueKind;
  draft: string;
  base: 10 | 16;
  choices: readonly string[];
  onDraft: (draft: string) => void;
  onBase: (base: 10 | 16) => void;
  readOnly?: boolean;
}

const LARGE = new Set<ValueKind>(["multi_sz", "binary", "none", "other"]);

export function Field({ kind, draft, base, choices, onDraft, onBase, readOnly = false }: Doors) {
  const { registry: words } = useTexts();
  const label = words.field[kind];
  const number = kind === "dword" || kind === "qword" || kind === "dword_big_endian";
  const shared = { "aria-label": label, "data-testid": "registry-data", value: draft, spellCheck: false, readOnly };
  if (choices.length > 0 && !readOnly) {
    return (
      <label>
        {label}{" "}
        <select value={draft} onChange={(event) => onDraft(event.target.value)} data-testid="registry-data">
          {choices.map((one) => (
            <option key={one} value={one}>{one}</option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <div className="field">
      <p aria-hidden="true">{label}</p>
      {LARGE.has(kind) ? (
        <textarea {...shared} rows={8} onChange={(event) => onDraft(event.target.value)} />
      ) : (
        <input {...shared} autoComplete="off" onChange={(event) => onDraft(event.target.value)} />
      )}
      {number && (
        <label>
          <input type="checkbox" checked={base === 16} onChange={(event) => onBase(event.target.checked ? 16 : 10)} /> {words.hexadecimal}
        </label>
      )}
    </div>
  );
}
