import { createSerializer, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** The study and series that are looked at; whether this window is the viewer's own. */
export const imagingParams = {
  study: parseAsString,
  series: parseAsString,
  window: parseAsStringLiteral(['own']),
};
export const imagingHref = createSerializer(imagingParams);
