/** Which view is shown: log-in, home, or a call from its code to its end. */

import { useEffect, useState } from "react";
import { signOut, whoAmI } from "./api";
import { Call, type StartLink } from "./call/call";
import type { HandedCode } from "./fragment";
import { forgetKept } from "./kept";
import { useTexts } from "./lang";
import type { Return } from "./call/restart";
import { CodeError, comeBack, issueCode, joinWithCode, type Technician } from "./link";
import { Home } from "./views/home";
import { type Awaited, CallView } from "./views/call";
import { Notice } from "./views/notice";
import { SignIn } from "./views/sign_in";

type Who = Technician | null | "unknown" | "unreachable";

export function App({ handed }: { handed: HandedCode }) {
  const texts = useTexts();
  const [who, setWho] = useState<Who>("unknown");
  const ask = (): void => void whoAmI().then(setWho);
  useEffect(ask, []);
  if (who === "unknown") return null;
  if (who === "unreachable") return <Notice title="Handrail" lines={[texts.signIn.unreachable]} onRetry={ask} />;
  if (who === null) return <SignIn onSignedIn={setWho} />;
  return <Desk technician={who} handed={handed} onSignedOut={() => setWho(null)} />;
}

interface DeskDoors {
  technician: Technician;
  handed: HandedCode;
  onSignedOut: () => void;
}

/** A technician at work: home, or the one call. */
function Desk({ technician, handed, onSignedOut }: DeskDoors) {
  const [current, setCurrent] = useState<{ call: Call; issuing: boolean; awaited: Awaited | null } | null>(null);
  const start = (issuing: boolean, link: StartLink): void => setCurrent({ call: new Call(link), issuing, awaited: null });
  const join = (code: string): void => start(false, (events) => joinWithCode(code, technician, events));
  useEffect(() => joinHanded(handed.take(), join), []);
  const leave = (): void => {
    current?.call.close();
    setCurrent(null);
    if (current?.call.state().problem?.kind === "signed_out") onSignedOut();
  };
  /** The former call still signs its last receipt, and ends by itself. */
  const waitFor = ({ secret, until }: Return, former: Call): void => {
    const call = new Call((events) => comeBack(secret, until, technician, events));
    setCurrent({ call, issuing: false, awaited: { until, former } });
  };
  if (current) return <CallView {...current} onLeave={leave} onRestart={(back) => waitFor(back, current.call)} />;
  return (
    <Home
      technician={technician}
      onJoin={join}
      onIssue={() => start(true, (events) => issueCode(technician, events))}
      onSignOut={() => void leaveDesk(onSignedOut)}
    />
  );
}

/** Join with a code from the address; one that is no code stays in the field, which says what is wrong with it. */
function joinHanded(code: string | null, join: (code: string) => void): void {
  if (code === null) return;
  try {
    join(code);
    forgetKept("code");
  } catch (error) {
    if (!(error instanceof CodeError)) throw error;
  }
}

async function leaveDesk(onSignedOut: () => void): Promise<void> {
  if (!(await signOut())) return;
  forgetKept();
  onSignedOut();
}
