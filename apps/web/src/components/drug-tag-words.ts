import type { MedicationLine } from '@keneyapp/bff/features/medications/view';
import type { useTranslations } from 'next-intl';
import type { Formats } from '../i18n/formats.ts';

export interface DrugTag {
  words: string;
  tone: 'denied' | 'warn' | null;
}
const intents = ['proposal', 'plan', 'option'] as const;

/** How a line is to be taken: not to be given, on hold, only proposed, urgent; in hospital or at home; who says so. `usual` goes without saying. */
export function drugTags(
  line: MedicationLine,
  usual: MedicationLine['status'],
  t: ReturnType<typeof useTranslations<'medications'>>,
  f: Formats,
): DrugTag[] {
  const intent = intents.find((known) => known === line.intent);
  const tag = (words: string, tone: DrugTag['tone'] = null): DrugTag => ({ words, tone });
  return [
    ...(line.isProhibited ? [tag(t('doNotGive'), 'denied')] : []),
    ...(intent && !line.isReported ? [tag(t(`intent.${intent}`), 'warn')] : []),
    ...(line.status === usual
      ? []
      : [tag(t(`status.${line.status}`), line.status === 'on-hold' ? 'warn' : null)]),
    ...(line.priority ? [tag(t(`priority.${line.priority}`), 'warn')] : []),
    ...(line.setting ? [tag(t(`setting.${line.setting}`))] : []),
    ...line.categories.map((category) => tag(f.coded(category))),
    ...(line.isReported ? [tag(t('source.statement'))] : []),
  ];
}
