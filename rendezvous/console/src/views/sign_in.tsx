/** Log-in: login, password and the 6-digit code of the technician's app. */

import { type FormEvent, useRef, useState } from "react";
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import { signIn, type SignInFault } from "../api";
import { useTexts, useTitle } from "../lang";
import type { Technician } from "../link";
import { LanguageSwitch } from "./language_switch";

interface Fault {
  kind: SignInFault;
  retryAfter: number | null;
}

export function SignIn({ onSignedIn }: { onSignedIn: (technician: Technician) => void }) {
  const texts = useTexts();
  useTitle(texts.signIn.title);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const totp = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (name: string): string => String(form.get(name) ?? "");
    setBusy(true);
    const answer = await signIn(typed("login"), typed("password"), typed("totp"));
    setBusy(false);
    if ("technician" in answer) return onSignedIn(answer.technician);
    setFault({ kind: answer.fault, retryAfter: answer.retryAfter });
    totp.current?.select();
  };

  return (
    <main className="sheet">
      <h1>{texts.signIn.title}</h1>
      <Form onSubmit={(event) => void submit(event)}>
        <TextField name="login" isRequired autoFocus autoComplete="username">
          <Label>{texts.signIn.login}</Label>
          <Input spellCheck={false} autoCapitalize="none" />
        </TextField>
        <TextField name="password" type="password" isRequired autoComplete="current-password">
          <Label>{texts.signIn.password}</Label>
          <Input />
        </TextField>
        <TextField name="totp" isRequired autoComplete="one-time-code" inputMode="numeric">
          <Label>{texts.signIn.totp}</Label>
          <Input ref={totp} maxLength={12} />
        </TextField>
        <p role="alert" className="fault">
          {fault && texts.signIn[fault.kind]} {fault?.retryAfter ? texts.retryAfter(fault.retryAfter) : null}
        </p>
        <Button type="submit" className="main" isDisabled={busy}>
          {texts.signIn.button}
        </Button>
      </Form>
      <LanguageSwitch />
    </main>
  );
}
