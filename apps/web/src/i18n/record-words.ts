import 'server-only';
import { createTranslator } from 'next-intl';
import { getLocale } from 'next-intl/server';
import { makeFormats, type Formats } from './formats.ts';
import { loadMessages } from './messages.ts';
import type { useTranslations } from 'next-intl';

/** The language in which the hospital writes its records. */
const locale = 'fr';

/** Words of treatments in the language of the record; null to who reads in it. */
export async function recordWords(): Promise<{
  t: ReturnType<typeof useTranslations<'medications'>>;
  f: Formats;
} | null> {
  if ((await getLocale()) === locale) return null;
  const messages = { ...(await loadMessages(locale)) };
  return {
    t: createTranslator({ locale, messages, namespace: 'medications' }),
    f: makeFormats(locale, createTranslator({ locale, messages, namespace: 'common' })),
  };
}
