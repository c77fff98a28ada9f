import type { FlowsheetView } from '@keneyapp/bff/features/vitals/view';
import { printUnit } from '@keneyapp/clinical';
import type { useTranslations } from 'next-intl';
import type { Formats } from '../../i18n/formats.ts';
import { csvLine } from './download.ts';

/** One line a value, so that any program can sort and filter them; numbers in the decimals of the language. */
export function flowsheetCsv(
  { sets }: FlowsheetView,
  t: ReturnType<typeof useTranslations<'vitals'>>,
  formats: Formats,
): string {
  const lines = sets.flatMap((set) =>
    set.measures.map((m) =>
      csvLine([
        formats.dateTime(m.takenAt),
        t(`names.${m.name}`),
        m.consciousness
          ? t(`consciousness.${m.consciousness}`)
          : m.value === null
            ? m.text
            : `${m.comparator ?? ''}${decimal(m.value, formats)}${m.second === null ? '' : `/${decimal(m.second, formats)}`}`,
        printUnit(m.unit ?? ''),
        t(`levels.${m.level}`),
        m.recordedBy,
        m.state === 'entered-in-error'
          ? t('table.error')
          : m.state === 'corrected'
            ? t('table.corrected')
            : '',
      ]),
    ),
  );
  return [
    csvLine([
      t('curves.date'),
      t('table.measure'),
      t('curves.value'),
      t('curves.unit'),
      t('curves.level'),
      t('curves.by'),
      '',
    ]),
    ...lines,
  ].join('\r\n');
}

export const decimal = (value: number, { locale }: Pick<Formats, 'locale'>): string =>
  locale === 'fr' ? String(value).replace('.', ',') : String(value);
