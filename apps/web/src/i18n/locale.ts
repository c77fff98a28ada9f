import { hospitalZone } from '@keneyapp/clinical';
/** Languages of the interface, the default first. */
export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];
export const localeCookie = 'NEXT_LOCALE';
/** Hospitals of one country share one clock; the time of a dose must not follow the laptop it is read on. */
export const timeZone = hospitalZone;

/** The language of a cookie value, else French. */
export function asLocale(value: string | undefined): Locale {
  return locales.find((l) => l === value) ?? 'fr';
}

/** For pages that are not ours (the provider's): the language chosen here, else the one the browser asks for. */
export function wantedLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  const chosen = locales.find((l) => l === cookie);
  return chosen ?? firstOf(acceptLanguage ?? '') ?? asLocale(undefined);
}

/** RFC 9110, 12.5.4: the one with the greatest weight, the first of several. */
function firstOf(acceptLanguage: string): Locale | undefined {
  const wishes = acceptLanguage
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { language: range.split('-')[0], q: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { language } of wishes) {
    const known = locales.find((l) => l === language);
    if (known) return known;
  }
  return undefined;
}
