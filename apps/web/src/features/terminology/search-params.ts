import { createParser, createSerializer } from 'nuqs/server';
import { parseAsResourceId } from '../../components/search-params.ts';

/** The address of a code system; codes and systems are nobody's data. */
const parseAsSystem = createParser({
  parse: (text) => (/^(https?:\/\/|urn:)\S{1,190}$/.test(text) ? text : null),
  serialize: String,
});
const parseAsCode = createParser({
  parse: (text) => (/^[^\s|,\\]{1,60}$/.test(text) ? text : null),
  serialize: String,
});

/** What the page of the search reads. What is typed stays out of the address: words may be somebody's name. */
export const codeParams = { system: parseAsSystem, code: parseAsCode };
export const codeHref = (system: string, code: string): string =>
  createSerializer(codeParams)('/terminology/search', { system, code });

export const favouriteParams = { service: parseAsResourceId };

export const abbreviationViews = ['used', 'own', 'hidden'] as const;
