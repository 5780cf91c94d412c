/** What the technician wants most of the picture: chosen once, kept for the calls that follow. */

import { type Call, QUALITY_KEY } from "../../call/call";
import { useTexts } from "../../lang";
import { usePreference } from "../../preferences";
import { QUALITY, type Quality } from "../../wire/messages";

export const QUALITY_FIELD = "quality-field";

export function QualityChoice({ call }: { call: Call }) {
  const { quality: words } = useTexts();
  const [chosen, choose] = usePreference(QUALITY_KEY, QUALITY, "automatic");
  const change = (next: Quality): void => {
    choose(next);
    call.sayQuality();
  };
  return (
    <div className="quality">
      <label htmlFor={QUALITY_FIELD}>{words.label}</label>
      <select id={QUALITY_FIELD} value={chosen} aria-describedby="quality-hint" data-testid="quality"
        onChange={(event) => change(event.target.value as Quality)}>
        {QUALITY.map((quality) => (
          <option key={quality} value={quality}>{words.choice[quality]}</option>
        ))}
      </select>
      <p id="quality-hint" className="hint">{words.hint[chosen]}</p>
    </div>
  );
}
