import { createTranslator } from 'next-intl';
import { timeZone, type Locale } from './locale.ts';
import { loadMessages } from './messages.ts';

/** Words of a language that need not be the reader's: what is printed is read by the patient. */
export async function translatorsOf(locale: Locale) {
  const messages = await loadMessages(locale);
  return {
    common: createTranslator({ locale, timeZone, messages, namespace: 'common' }),
    print: createTranslator({ locale, timeZone, messages, namespace: 'common.print' }),
    appointments: createTranslator({ locale, timeZone, messages, namespace: 'appointments' }),
  };
}
export type Translators = Awaited<ReturnType<typeof translatorsOf>>;
