'use client';
import type { ToldConsentChange } from '@keneyapp/bff/features/audit/view';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';

/** What was changed of a patient's decisions, in words: from what, to what, for whom, for how long. */
export function ConsentChanges({ changes }: { changes: readonly ToldConsentChange[] }) {
  const t = useTranslations('accesses.consentChange');
  const f = useFormats();
  const wordsOf = ({ stage, kind, before, after, from, until, person }: ToldConsentChange): string => {
    const known = kind as 'care';
    const words = t('words', {
      stage: t(`stage.${stage}`),
      kind: t.has(`kind.${known}`) ? t(`kind.${known}`) : kind,
      before: t(`state.${before}`, { kind }),
      after: t(`state.${after}`, { kind }),
    });
    return [
      words,
      person && t('for', { name: person.name ?? person.reference }),
      from && t('from', { date: f.date(from) ?? from }),
      until && t('until', { date: f.date(until) ?? until }),
    ]
      .filter(Boolean)
      .join(', ');
  };
  return (
    <ul>
      {changes.map((change) => (
        <li
          key={[
            change.stage,
            change.kind,
            change.after,
            change.from,
            change.until,
            change.person?.reference,
          ].join()}
        >
          {wordsOf(change)}
        </li>
      ))}
    </ul>
  );
}
