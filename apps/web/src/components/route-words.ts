import type { Dosage } from '@keneyapp/bff/features/medications/view';
import type { Formats } from '../i18n/formats.ts';
import { smallWords, type Words } from './dose-words.ts';

/** The route in the reader's language where it is known; what its author wrote besides is kept: `voie intraveineuse (IV lente)`. */
export function routeWords(route: NonNullable<Dosage['route']>, t: Words, f: Formats): string {
  if (!route.known) return smallWords(f.coded(route), f);
  const said = t(`route.${route.known}`);
  return route.isSaidByName ? said : `${said} (${route.text})`;
}
