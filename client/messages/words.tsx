/** The console's language: which one is shown, remembered in this browser, and typed access to the wording. */
import { type ReactNode, useEffect, useMemo } from "react";
import { IntlProvider, useIntl } from "react-intl";
import { create } from "zustand";
import type { Locale } from "#shared/locales.ts";
import { en } from "./en.ts";
import { fr, type MessageId } from "./fr.ts";

const wordings: Record<Locale, Record<string, string>> = { fr: { ...fr }, en: { ...en } };
const rememberedAs = "rebond.locale";

/** Adds the wording of a part that is fetched when it is first opened; before anything of it is shown. */
export function addWords(part: Record<Locale, Partial<Record<MessageId, string>>>): void {
  Object.assign(wordings.fr, part.fr);
  Object.assign(wordings.en, part.en);
}

type Language = { locale: Locale; chosen: boolean };

const useLanguage = create<Language>(() => {
  const remembered = recall();
  return {
    locale: remembered ?? (navigator.language.startsWith("en") ? "en" : "fr"),
    chosen: remembered !== null,
  };
});

function recall(): Locale | null {
  try {
    const value = localStorage.getItem(rememberedAs);
    return value === "fr" || value === "en" ? value : null;
  } catch {
    return null;
  }
}

/** Shows the console in the other language and remembers it in this browser. */
export function switchLocale(): void {
  const locale = useLanguage.getState().locale === "fr" ? "en" : "fr";
  useLanguage.setState({ locale, chosen: true });
  try {
    localStorage.setItem(rememberedAs, locale);
  } catch {
    // A browser that keeps nothing still switches for this visit.
  }
}

/** The person's own language, unless this browser was told otherwise. */
export function preferLocale(locale: Locale): void {
  if (!useLanguage.getState().chosen) useLanguage.setState({ locale });
}

/** The language shown now. */
export function useLocale(): Locale {
  return useLanguage((language) => language.locale);
}

/** Provides the wording to everything below, and says the page's language to the browser. */
export function Words({ children }: { children: ReactNode }) {
  const locale = useLocale();
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <IntlProvider locale={locale} messages={wordings[locale]} defaultLocale="fr">
      {children}
    </IntlProvider>
  );
}

export type Say = (id: MessageId, values?: Record<string, string | number>) => string;

/** The wording function of the language shown; a key that does not exist does not compile. */
export function useSay(): Say {
  const intl = useIntl();
  return useMemo<Say>(() => (id, values) => intl.formatMessage({ id }, values), [intl]);
}
