import type { ResultRow } from '@keneyapp/bff/features/summary/view';
import type { useTranslations } from 'next-intl';
import type { Formats } from '../../i18n/formats.ts';

/** A recording by its leads alone: its page says how it was sampled. */
export const shortValue = (
  value: ResultRow['value'],
  results: ReturnType<typeof useTranslations<'results'>>,
  f: Formats,
): string => (value.kind === 'sampled' ? results('trace', { n: value.sampled.dimensions }) : f.value(value));
