/** Languages of the interface, the default first. */
export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];
export const localeCookie = 'NEXT_LOCALE';
/** Hospitals of one country share one clock; the time of a dose must not follow the laptop it is read on. */
export const timeZone = 'Europe/Paris';

/** The language of a cookie value, else French. */
export function asLocale(value: string | undefined): Locale {
  return locales.find((l) => l === value) ?? 'fr';
}
