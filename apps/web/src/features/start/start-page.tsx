'use client';
import { EmptyState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import type { StartCardName } from '../../shell/manifest.ts';
import { useStartCards } from '../../shell/manifests.tsx';
import styles from './start-page.module.css';

/** What a day begins with stands first; each person has but a few of them. */
const order: readonly StartCardName[] = [
  'tasks',
  'today',
  'ward',
  'prescriptions',
  'studies',
  'reviews',
  'unusual',
  'servers',
  'accounts',
  'uncoded',
  'drafts',
  'recent',
];

/** The cards of what this person may do; each reads for itself, and fails alone. */
export function StartPage() {
  const t = useTranslations('start.nothing');
  const cards = useStartCards().toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  if (cards.length === 0)
    return (
      <EmptyState isPage title={t('lead')}>
        <p>{t('text')}</p>
      </EmptyState>
    );
  return (
    <div className={styles.cards}>
      {cards.map(({ id, Card, isWide }) => (
        <div key={id} className={isWide ? styles.wide : undefined}>
          <Card />
        </div>
      ))}
    </div>
  );
}
