import type { TaskLine } from '@keneyapp/bff/features/tasks/view';
import type { Addressee } from '@keneyapp/bff/features/tasks/view';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';

const roles = ['doctor', 'nurse', 'pharmacist', 'radiologist', 'secretary'] as const;

/** A line in words: what, for whom, until when, how it stands. */
export function useTaskWords() {
  const t = useTranslations('tasks');
  const f = useFormats();
  return useMemo(() => {
    const addressee = (to: Pick<Addressee, 'name' | 'role'>): string => {
      const name = to.name ?? t('unknown');
      return to.role === null
        ? name
        : t(`role.${roles.find((role) => role === to.role) ?? 'other'}`, { unit: name });
    };
    return {
      addressee,
      title: ({ words }: TaskLine): string => (words ? (words.title ?? t('detail.title')) : t('closed')),
      help: ({ words, from }: TaskLine): string | null =>
        words ? null : from.name ? t('closedHelp', { name: from.name }) : t('closedHelpNobody'),
      patient: ({ words }: TaskLine): string | null =>
        words?.patient
          ? `${f.fullName(words.patient)} ${f.date(words.patient.birthDate) ?? ''}`.trim()
          : null,
      from: ({ from }: TaskLine): string => (from.isMe ? t('me') : (from.name ?? t('unknown'))),
      to: ({ to, standInFor }: TaskLine): string =>
        [
          to ? (to.isMe ? t('me') : addressee(to)) : t('unknown'),
          standInFor && t('standInFor', { name: standInFor }),
        ]
          .filter(Boolean)
          .join(' '),
      due: ({ due }: TaskLine): string | null => f.dateTime(due),
      state: (line: TaskLine): string =>
        line.kind === 'notice' && line.from.isMe
          ? t('state.sent', { n: line.seenBy.length })
          : line.state === 'put-off'
            ? line.putOffUntil
              ? t('state.putOff', { time: f.dateTime(line.putOffUntil) ?? '' })
              : t('state.taken')
            : line.state === 'taken' && line.to && !line.to.isMe
              ? t('state.takenBy', { name: addressee(line.to) })
              : t(`state.${line.state}`),
    };
  }, [t, f]);
}
