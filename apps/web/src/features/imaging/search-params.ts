import { createSerializer, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server';

/** The study and series that are looked at; whether this window is the viewer's own. */
export const imagingParams = {
  study: parseAsString,
  series: parseAsString,
  window: parseAsStringLiteral(['own']),
};
export const imagingHref = createSerializer(imagingParams);

/** How the viewer shows a study, and beside which earlier one, so that the same is seen after loading again. */
export const viewerParams = {
  layout: parseAsStringLiteral(['mpr']),
  prior: parseAsString,
  window: imagingParams.window,
};
export type ViewerParams = inferParserType<typeof viewerParams>;
export const viewerHref = createSerializer(viewerParams);
