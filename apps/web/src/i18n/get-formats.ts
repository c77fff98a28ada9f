import 'server-only';
import { getLocale, getTranslations } from 'next-intl/server';
import { makeFormats, type Formats } from './formats.ts';

/** The same for server components. */
export async function getFormats(): Promise<Formats> {
  return makeFormats(await getLocale(), await getTranslations('common'));
}
