import { isIsoDay } from '@keneyapp/clinical';
import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { isResourceId } from './resource-id.ts';

/** What pages read from their address beside words and choices. What is no value of its kind is as if it was not there. */

/** A day of the calendar, `2026-02-28`, with years of four digits before and after it: pages count on from there. */
export const parseAsDay = createParser({
  parse: (text) => (isIsoDay(text) && text >= '1800' && text < '9999' ? text : null),
  serialize: String,
});

/** The id of a resource. */
export const parseAsResourceId = createParser({
  parse: (text) => (isResourceId(text) ? text : null),
  serialize: String,
});

/** `1` for yes; anything else is no. */
export const parseAsYes = createParser({ parse: (text) => text === '1' || null, serialize: () => '1' });

/** Views of a page (`?view=past`); the first is the usual one. */
export const viewOf = <T extends string>(names: readonly [T, ...T[]]) =>
  parseAsStringLiteral(names).withDefault(names[0] as NonNullable<T>);
