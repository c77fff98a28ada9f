'use client';
import { patientHref } from '../../shell/chart-address.ts';
import type { SectionName } from '../../shell/manifest.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { EmptyState, ErrorState } from '@keneyapp/ui/states';
import { SectionCard } from '@keneyapp/ui/section-card';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface Props<T> {
  section: Exclude<SectionName, 'identity'>;
  patientId: string;
  part: { items: T[]; total: number | null; failed: boolean };
  /** What is read before the items, whether or not there are any. */
  above?: ReactNode;
  /** Shown when there is nothing; else the text of the section. */
  empty?: ReactNode;
  /** False where a count says nothing: the last value of each vital sign. */
  isCounted?: boolean;
  children: (items: T[]) => ReactNode;
}

/** One block of the summary: its heading opens the section's page, its count says how much of it is here. */
export function Block<T>({ section, patientId, part, above, empty, isCounted = true, children }: Props<T>) {
  const t = useTranslations();
  const me = useSignedInUser();
  const word = t(`shell.sections.${section}`);
  const shown = part.items.length;
  const count =
    !isCounted || part.failed || shown === 0
      ? null
      : part.total !== null && part.total > shown
        ? t('summary.of', { shown, total: part.total })
        : part.total === null
          ? t('summary.more', { shown, section })
          : shown;
  const href = patientHref(patientId, section);
  return (
    <SectionCard
      count={count}
      title={
        me.rights[`${section}.read`] ? (
          <Link href={href} prefetch={false}>
            {word}
          </Link>
        ) : (
          word
        )
      }
      tools={
        me.rights[`${section}.read`] && (
          <Link
            href={href}
            prefetch={false}
            className="no-print"
            aria-label={t('summary.openSection', { section: word })}
          >
            {t('common.actions.showAll')}
          </Link>
        )
      }
    >
      {!part.failed && above}
      {part.failed ? (
        <ErrorState title={t('common.error.partial')} />
      ) : shown === 0 ? (
        (empty ?? <EmptyState title={t(`summary.empty.${section as 'problems'}`)} />)
      ) : (
        children(part.items)
      )}
    </SectionCard>
  );
}
