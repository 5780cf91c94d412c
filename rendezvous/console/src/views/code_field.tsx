/** The customer's code: any grouping, a slip told at once and nothing sent for it. */

import { type FormEvent, useState } from "react";
import { Button, FieldError, Form, Input, Label, Text, TextField } from "react-aria-components";
import { useKept } from "../kept";
import { useTexts } from "../lang";
import { CodeError, type CodeFault, formatCode, parseCode } from "../link";

export function CodeField({ onJoin }: { onJoin: (code: string) => void }) {
  const texts = useTexts();
  const [typed, setTyped] = useKept("code");
  const [submitted, setSubmitted] = useState(false);
  const fault = faultOf(typed);
  const told = fault !== null && (submitted || worthTelling(fault)) ? fault : null;

  const change = (text: string): void => {
    setSubmitted(false);
    setTyped(grouped(text));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSubmitted(true);
    if (fault !== null) return;
    setTyped("");
    onJoin(typed);
  };

  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <TextField value={typed} onChange={change} isInvalid={told !== null} autoFocus inputMode="numeric">
        <Label>{texts.home.codeLabel}</Label>
        <Input className="code" data-testid="code" autoComplete="off" spellCheck={false} maxLength={64} />
        <Text slot="description">{texts.home.codeHint}</Text>
        <FieldError>{told && texts.code[told]}</FieldError>
      </TextField>
      <Button type="submit" className="main">
        {texts.home.connect}
      </Button>
    </Form>
  );
}

function faultOf(typed: string): CodeFault | null {
  try {
    parseCode(typed);
    return null;
  } catch (error) {
    if (error instanceof CodeError) return error.fault;
    throw error;
  }
}

/** A code that is not finished is no mistake yet. */
function worthTelling(fault: CodeFault): boolean {
  return fault !== "empty" && fault !== "too_short";
}

/** Group a whole code as it is read aloud; leave anything else as it was typed. */
function grouped(typed: string): string {
  return faultOf(typed) === null ? formatCode(parseCode(typed)) : typed;
}
