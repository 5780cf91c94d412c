/** Which language the console speaks: French unless the technician chose or prefers English; kept in this browser. */

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { prefer, preferred } from "../preferences";
import { en } from "./en";
import { fr, type Texts } from "./fr";

export type { Texts };
export type Lang = Texts["lang"];

const KEY = "lang";
const TEXTS: Record<Lang, Texts> = { fr, en };

interface Language {
  texts: Texts;
  setLang(lang: Lang): void;
}

const LanguageContext = createContext<Language>({ texts: fr, setLang: () => undefined });

function initialLang(): Lang {
  return preferred(KEY, ["fr", "en"], navigator.language.toLowerCase().startsWith("en") ? "en" : "fr");
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState(initialLang);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  const choose = (next: Lang): void => {
    prefer(KEY, next);
    setLang(next);
  };
  return (
    <LanguageContext value={{ texts: TEXTS[lang], setLang: choose }}>
      <I18nProvider locale={lang}>{children}</I18nProvider>
    </LanguageContext>
  );
}

export function useTexts(): Texts {
  return useContext(LanguageContext).texts;
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** Name the view in the title bar. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "Handrail" ? title : `${title} · Handrail`;
  }, [title]);
}
