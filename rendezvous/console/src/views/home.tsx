/** Home: the code field, ready to type; a code to give; my sessions. */

import { Button } from "react-aria-components";
import { useTexts, useTitle } from "../lang";
import type { Technician } from "../link";
import { CodeField } from "./code_field";
import { LanguageSwitch } from "./language_switch";
import { Sessions } from "./sessions";

interface Doors {
  technician: Technician;
  /** Throws CodeError when the code is mistyped. */
  onJoin: (code: string) => void;
  onIssue: () => void;
  onSignOut: () => void;
}

export function Home({ technician, onJoin, onIssue, onSignOut }: Doors) {
  const { home } = useTexts();
  useTitle(home.title);
  return (
    <div className="desk">
      <header className="top">
        <span className="brand">Handrail</span>
        <span className="who">{home.greeting(technician.name, technician.organisation)}</span>
        <LanguageSwitch />
        <Button className="quiet" onPress={onSignOut}>
          {home.signOut}
        </Button>
      </header>
      <main>
        <h1 className="hidden">{home.title}</h1>
        <section className="card" aria-labelledby="join">
          <h2 id="join">{home.join}</h2>
          <CodeField onJoin={onJoin} />
        </section>
        <section className="card" aria-labelledby="issue">
          <h2 id="issue">{home.issue}</h2>
          <p>{home.issueHint}</p>
          <Button onPress={onIssue}>{home.issueButton}</Button>
        </section>
        <Sessions />
      </main>
    </div>
  );
}
