/** The other language, by its own name. */

import { Button } from "react-aria-components";
import { useLanguage } from "../lang";

export function LanguageSwitch() {
  const { texts, setLang } = useLanguage();
  return (
    <Button className="quiet" onPress={() => setLang(texts.otherLang)}>
      <span lang={texts.otherLang}>{texts.other}</span>
    </Button>
  );
}
