import { createTranslator } from 'next-intl';
import type { absenceWords } from '../components/absence-words.ts';
import type { drugWords } from '../components/dosage-words.ts';
import { makeFormats, type Formats } from '../i18n/formats.ts';
import { loadMessages } from '../i18n/messages.ts';
// keys are typed wherever this is read from
import type {} from '../i18n/next-intl.d.ts';

export interface Language {
  f: Formats;
  medications: Parameters<typeof drugWords>[1];
  common: Parameters<typeof absenceWords>[1];
}

/** What clinical words are written with, outside of any page. */
export async function languageOf(locale: 'fr' | 'en'): Promise<Language> {
  const messages = { ...(await loadMessages(locale)) };
  const common = createTranslator({ locale, messages, namespace: 'common' });
  return {
    f: makeFormats(locale, common),
    medications: createTranslator({ locale, messages, namespace: 'medications' }),
    common,
  };
}
