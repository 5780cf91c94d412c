// The conversation over the rendezvous, from the first frame to the keys: register or claim, then pair.
// Twin of agent/transport/introduction.py.

import { type Bytes, toHex } from "./bytes";
import { type Code, formatCode, newSecret } from "./codes";
import type { Paired } from "./frames";
import { Issuer, Joiner, type PairingContext, PairingError, type SessionKeys, type Step, VERSION } from "./pairing";
import { decode, LinkFailure, type Signalling } from "./signalling";
import type { Technician } from "./types";

const ANSWER_SECONDS = 10;
const PAIRING_SECONDS = 5;
const CODE_SECONDS = 600;

export interface Introduced {
  readonly paired: Paired;
  readonly keys: SessionKeys;
  readonly sealKey: Bytes;
  readonly openKey: Bytes;
}

/** Use a code that the customer reads out. */
export async function introduceAsJoiner(signalling: Signalling, code: Code, who: Technician): Promise<Introduced> {
  const nonce = newNonce();
  await signalling.opened(ANSWER_SECONDS);
  signalling.send({ type: "claim", version: VERSION, nameplate: code.nameplate, nonce });
  const paired = await signalling.expect(["paired"], ANSWER_SECONDS, "timeout");
  checkIdentity(paired.technician, who);
  if (paired.role !== "joiner" || paired.nameplate !== code.nameplate || paired.joiner_nonce !== nonce) {
    throw new LinkFailure("tampered", "the server paired another claim than ours");
  }
  const joiner = await Joiner.make(code.secret, contextOf(paired, who));
  signalling.relay(joiner.start());
  const tag = await stepping(joiner.receive(await signalling.body(PAIRING_SECONDS)), "tampered");
  if (tag.send) signalling.relay(tag.send);
  const { keys } = await stepping(joiner.receive(await signalling.body(PAIRING_SECONDS, "wrong_code")), "tampered");
  if (!keys) throw new LinkFailure("tampered", "the pairing ended without keys");
  return { paired, keys, sealKey: keys.joinerSeals, openKey: keys.issuerSeals };
}

/** Get a nameplate, `show` the code with its seconds, and wait for its use. */
export async function introduceAsIssuer(
  signalling: Signalling,
  who: Technician,
  show: (code: string, seconds: number) => void,
): Promise<Introduced> {
  const nonce = newNonce();
  await signalling.opened(ANSWER_SECONDS);
  signalling.send({ type: "register", version: VERSION, nonce });
  const registered = await signalling.expect(["registered"], ANSWER_SECONDS, "timeout");
  if (registered.technician) checkIdentity(registered.technician, who);
  const code: Code = { nameplate: registered.nameplate, secret: newSecret() };
  const seconds = Math.max(0, Math.min(registered.expires_in, CODE_SECONDS));
  show(formatCode(code), seconds);
  let paired = await signalling.expect(["paired"], seconds, "expired");
  const issuer = new Issuer(code.secret);
  for (;;) {
    checkIdentity(paired.technician, who);
    if (paired.role !== "issuer" || paired.nameplate !== code.nameplate || paired.issuer_nonce !== nonce) {
      throw new LinkFailure("tampered", "the server paired another registration than ours");
    }
    const outcome = await runAsIssuer(signalling, issuer, contextOf(paired, who));
    if (!("type" in outcome)) {
      return { paired, keys: outcome, sealKey: outcome.issuerSeals, openKey: outcome.joinerSeals };
    }
    paired = outcome;
  }
}

/** Run the pairing once: its keys, or the frame by which the server starts another run. */
async function runAsIssuer(signalling: Signalling, issuer: Issuer, context: PairingContext): Promise<SessionKeys | Paired> {
  await stepping(issuer.begin(context), "tampered");
  for (;;) {
    const frame = await signalling.expect(["relay", "paired"], PAIRING_SECONDS, "timeout");
    if (frame.type === "paired") return frame;
    const step: Step = await stepping(issuer.receive(decode(frame)), "wrong_code");
    if (step.send) signalling.relay(step.send);
    if (step.keys) return step.keys;
  }
}

async function stepping<T>(step: Promise<T>, wrongTag: "tampered" | "wrong_code"): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!(error instanceof PairingError)) throw error;
    throw new LinkFailure(error.fault === "wrong_tag" ? wrongTag : "tampered", error.message);
  }
}

/** The server must introduce us as whom we logged in as: what it says goes into the customer's question. */
function checkIdentity(said: Technician, known: Technician): void {
  if (said.id !== known.id || said.name !== known.name || said.organisation !== known.organisation) {
    throw new LinkFailure("tampered", "the server introduces somebody else than who logged in");
  }
}

function contextOf(paired: Paired, technician: Technician): PairingContext {
  const { nameplate, issuer_nonce: issuerNonce, joiner_nonce: joinerNonce } = paired;
  return { origin: location.origin, nameplate, issuerNonce, joinerNonce, technician };
}

function newNonce(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}
