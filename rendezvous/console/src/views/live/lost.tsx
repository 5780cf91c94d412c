/** Over the greyed picture while the line is cut: what that means, how long it may take, and a way to end. */

import { Button } from "react-aria-components";
import { useNow } from "../../clock";
import { useTexts } from "../../lang";

export function LineLost({ until, onEnd }: { until: number; onEnd: () => void }) {
  const { lost } = useTexts();
  const left = Math.max(0, Math.ceil((until - useNow()) / 1000));
  return (
    <section className="line-lost" data-testid="line-lost" aria-label={lost.tab}>
      <div>
        <p className="cut">
          <span role="alert">{`${lost.title} ${lost.again}`}</span> <span role="timer">{lost.left(left)}</span>
        </p>
        <p>{lost.means}</p>
        <Button onPress={onEnd}>{lost.end}</Button>
      </div>
    </section>
  );
}
