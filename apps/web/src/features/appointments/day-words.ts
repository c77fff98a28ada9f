/** A day of the hospital in words, as its heading where nothing else is asked for. */
export const dayWords = (
  locale: string,
  day: string,
  options: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' },
): string =>
  new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', { ...options, timeZone: 'UTC' })
    .formatToParts(new Date(`${day}T12:00:00Z`))
    // Intl has no word for the first of a month, which French writes as an ordinal
    .map(({ type, value }) => (type === 'day' && value === '1' && locale === 'fr' ? '1er' : value))
    .join('');
