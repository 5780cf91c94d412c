/** My sessions, newest first: when, and for how long. */

import { useEffect, useState } from "react";
import { mySessions, type PastSession } from "../api";
import { dayAndTime, spent } from "../clock";
import { type Texts, useTexts } from "../lang";

export function Sessions() {
  const texts = useTexts();
  const [sessions, setSessions] = useState<PastSession[] | null | "loading">("loading");
  useEffect(() => void mySessions().then(setSessions), []);
  return (
    <section className="card wide" aria-labelledby="sessions">
      <h2 id="sessions">{texts.home.sessions}</h2>
      {sessions === null && <p className="fault">{texts.home.sessionsFailed}</p>}
      {Array.isArray(sessions) && <Table sessions={sessions} texts={texts} />}
    </section>
  );
}

function Table({ sessions, texts }: { sessions: PastSession[]; texts: Texts }) {
  if (sessions.length === 0) return <p>{texts.home.noSessions}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.home.started}</th>
          <th scope="col">{texts.home.lasted}</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            <td>{dayAndTime(session.started, texts.lang)}</td>
            <td>{lasted(session) ?? texts.home.running}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function lasted({ started, ended }: PastSession): string | null {
  return ended === null ? null : spent((Date.parse(ended) - Date.parse(started)) / 1000);
}
