import type { Side, TwoVersions } from '../../components/changed-meanwhile.tsx';
import { vitalDefinitions } from '@keneyapp/clinical';
import type { CorrectState } from './correct-state.ts';
import { signs, takenAtOf, type FormState } from './form-state.ts';
import type { useVitalsWords } from './use-vitals-words.ts';

type Words = ReturnType<typeof useVitalsWords>;
/** What is typed in a set or in a correction. */
type Typed = Omit<CorrectState, 'reason'> &
  Partial<Pick<FormState, 'takenAt' | 'spo2Scale' | 'note'>> & { reason?: string };

/** Two drafts of one form, field by field; what they have in common is left out. */
export function draftVersions({ t, unit, formats }: Words, theirs: Typed, mine: Typed): TwoVersions[] {
  const rows: TwoVersions[] = [
    ...signs.map((sign) => {
      const words = ({ values: { [sign]: text = '' } }: Typed) =>
        text.trim() && `${text.trim()} ${unit(vitalDefinitions[sign].unit)}`;
      return { key: sign, label: t(`names.${sign}`), theirs: words(theirs), mine: words(mine) };
    }),
    ...[
      {
        key: 'oxygen',
        label: t('names.oxygen'),
        words: ({ oxygenSource, oxygenFlow }: Typed) =>
          oxygenSource === 'oxygen' && oxygenFlow.trim()
            ? t('oxygen.value', { flow: oxygenFlow.trim() })
            : oxygenSource && t(`oxygen.${oxygenSource}`),
      },
      {
        key: 'consciousness',
        label: t('names.consciousness'),
        words: ({ consciousness }: Typed) => consciousness && t(`consciousness.${consciousness}`),
      },
      {
        key: 'spo2Scale',
        label: t('scale.label'),
        words: ({ spo2Scale }: Typed) => (spo2Scale ? t(`scale.${spo2Scale}`) : ''),
      },
      {
        key: 'takenAt',
        label: t('form.takenAt'),
        words: ({ takenAt }: Typed) =>
          takenAt ? (formats.dateTime(takenAtOf({ takenAt })) ?? `${takenAt.date} ${takenAt.time}`) : '',
      },
      { key: 'note', label: t('form.note'), words: ({ note = '' }: Typed) => note },
      { key: 'reason', label: t('correct.reason'), words: ({ reason = '' }: Typed) => reason },
    ].map(({ key, label, words }) => ({ key, label, theirs: words(theirs), mine: words(mine) })),
  ];
  return rows.filter((row) => row.theirs !== row.mine);
}

/** One's own draft with the fields of the other one that were chosen. */
export function mergedDraft<T extends Typed>(
  mine: T,
  theirs: Typed,
  chosen: Readonly<Record<string, Side>>,
): T {
  const isTheirs = (key: string) => chosen[key] === 'theirs';
  const values = { ...mine.values };
  for (const sign of signs) if (isTheirs(sign)) values[sign] = theirs.values[sign] ?? '';
  const { oxygenSource, oxygenFlow } = theirs;
  return {
    ...mine,
    values,
    ...(isTheirs('oxygen') ? { oxygenSource, oxygenFlow } : {}),
    ...Object.fromEntries(
      (['consciousness', 'spo2Scale', 'takenAt', 'note', 'reason'] as const).flatMap((key) =>
        isTheirs(key) ? [[key, theirs[key]]] : [],
      ),
    ),
  };
}
