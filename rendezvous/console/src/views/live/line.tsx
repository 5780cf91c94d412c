/** How good the line is: round trip, images and bits a second, read once a second. */

import { useEffect, useState } from "react";
import type { Call, Figures } from "../../call/call";
import { useTexts } from "../../lang";

export function Line({ call }: { call: Call }) {
  const texts = useTexts();
  const figures = useFigures(call);
  if (!figures) return null;
  const { link, picture } = figures;
  const number = (value: number, digits: number): string => decimal(value, digits, texts.lang);
  return (
    <dl className="line">
      <div>
        <dt>{texts.live.roundTrip}</dt>
        <dd data-testid="round-trip">{link.roundTripMs === null ? "–" : `${number(link.roundTripMs, 0)} ms`}</dd>
      </div>
      <div>
        <dt>{texts.live.images}</dt>
        <dd data-testid="images">{`${number(picture.framesPerSecond, 0)}${texts.live.perSecond}`}</dd>
      </div>
      <div>
        <dt>{texts.live.rate}</dt>
        <dd data-testid="rate">{`${number((picture.bytesPerSecond * 8) / 1e6, 1)} Mbit/s`}</dd>
      </div>
      {link.relayed !== null && (
        <div>
          <dt className="hidden">{texts.live.way}</dt>
          <dd>{link.relayed ? texts.live.relayed : texts.live.direct}</dd>
        </div>
      )}
    </dl>
  );
}

function useFigures(call: Call): Figures | null {
  const [figures, setFigures] = useState<Figures | null>(null);
  useEffect(() => {
    const read = (): void => void call.figures().then(setFigures);
    read();
    const timer = setInterval(read, 1000);
    return () => clearInterval(timer);
  }, [call]);
  return figures;
}

function decimal(value: number, digits: number, lang: string): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(lang, options).format(value);
}
