import type { FlowsheetView, Measure } from '@keneyapp/bff/features/vitals/view';
import { printUnit } from '@keneyapp/clinical';
import type { useTranslations } from 'next-intl';
import type { Formats } from '../../i18n/formats.ts';

/** Headings, then one line a value, so that any program can sort and filter them; numbers in the decimals of the language. */
export function flowsheetRows(
  { sets }: FlowsheetView,
  t: ReturnType<typeof useTranslations<'vitals'>>,
  formats: Formats,
): (string | null)[][] {
  const lines = sets.flatMap((set) =>
    set.measures.map((m) => [
      formats.dateTime(m.takenAt),
      m.name === 'other' ? formats.coded(m.label) : t(`names.${m.name}`),
      m.consciousness ? t(`consciousness.${m.consciousness}`) : numbersOf(m, formats),
      printUnit(m.unit ?? ''),
      t(`levels.${m.level}`),
      m.recordedBy,
      m.state === 'entered-in-error' ? t('table.error') : m.state === 'corrected' ? t('table.corrected') : '',
    ]),
  );
  return [
    [
      t('curves.date'),
      t('table.measure'),
      t('curves.value'),
      t('curves.unit'),
      t('curves.level'),
      t('curves.by'),
      '',
    ],
    ...lines,
  ];
}

/** As written, in the decimals of the language; words and other units where there is no number. */
function numbersOf(m: Measure, formats: Formats): string {
  const number = (comparator: string | null, digits: string | null) =>
    digits === null
      ? ''
      : `${comparator ?? ''}${formats.locale === 'fr' ? digits.replace('.', ',') : digits}`;
  if (m.value === null && m.second === null) return m.parts.map((p) => formats.value(p.value)).join(' · ');
  const first = number(m.comparator, m.digits ?? (m.value === null ? null : String(m.value)));
  return m.name === 'bloodPressure'
    ? `${first}/${number(m.secondComparator, m.secondDigits ?? (m.second === null ? null : String(m.second)))}`
    : first;
}
