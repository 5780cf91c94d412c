/** What the console asks the rendezvous over HTTP (rendezvous/README.md): log in and out, who am I, my sessions. */

import type { Technician } from "./link";

const MOST_SESSIONS = 200;

export interface PastSession {
  readonly id: string;
  readonly started: string;
  readonly ended: string | null;
}

export type SignInFault = "wrong" | "limited" | "unreachable";
export type SignIn = { technician: Technician } | { fault: SignInFault; retryAfter: number | null };

/** Log in; every wrong credential gets the same answer. */
export async function signIn(login: string, password: string, totp: string): Promise<SignIn> {
  const body = JSON.stringify({ login, password, totp: totp.replace(/\s/g, "") });
  const answer = await ask("/api/login", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (answer?.status === 200) {
    const technician = readTechnician(await json(answer));
    if (technician) return { technician };
  }
  if (answer?.status === 429) return { fault: "limited", retryAfter: Number(answer.headers.get("Retry-After")) || null };
  const wrong = answer?.status === 401 || answer?.status === 400;
  return { fault: wrong ? "wrong" : "unreachable", retryAfter: null };
}

/** Log out. Return whether the server confirmed it. */
export async function signOut(): Promise<boolean> {
  return (await ask("/api/logout", { method: "POST" }))?.ok ?? false;
}

/** Who is logged in; null when nobody is, "unreachable" when the server does not say. */
export async function whoAmI(): Promise<Technician | null | "unreachable"> {
  const answer = await ask("/api/me");
  if (answer?.status === 401) return null;
  const technician = answer?.ok ? readTechnician(await json(answer)) : null;
  return technician ?? "unreachable";
}

/** My sessions, newest first; null when the list cannot be had. */
export async function mySessions(): Promise<PastSession[] | null> {
  const answer = await ask("/api/sessions");
  const body = answer?.ok ? await json(answer) : null;
  const sessions = isRecord(body) ? body["sessions"] : null;
  return Array.isArray(sessions) ? sessions.slice(0, MOST_SESSIONS).flatMap(readSession) : null;
}

/** Where customers find this service: the address to read aloud. */
export async function publicOrigin(): Promise<string> {
  const answer = await ask("/api/config");
  const body = answer?.ok ? await json(answer) : null;
  const origin = isRecord(body) ? body["public_origin"] : null;
  return typeof origin === "string" ? origin : location.origin;
}

async function ask(path: string, init?: RequestInit): Promise<Response | null> {
  try {
    return await fetch(path, { ...init, credentials: "same-origin", cache: "no-store" });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function json(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function readTechnician(value: unknown): Technician | null {
  if (!isRecord(value)) return null;
  const { id, name, organisation } = value;
  const whole = typeof id === "string" && typeof name === "string" && typeof organisation === "string";
  return whole ? { id, name, organisation } : null;
}

function readSession(value: unknown): PastSession[] {
  if (!isRecord(value)) return [];
  const { id, started, ended } = value;
  if (typeof id !== "string" || typeof started !== "string") return [];
  return [{ id, started, ended: typeof ended === "string" ? ended : null }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
