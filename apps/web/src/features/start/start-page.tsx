'use client';
import { EmptyState } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { StartCardManifest, StartCardName } from '../../shell/manifest.ts';
import { useStartCards } from '../../shell/manifests.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './start-page.module.css';

/** What a day begins with stands first; each person has but a few of them. */
const order: readonly StartCardName[] = [
  'tasks',
  'rereading',
  'today',
  'identities',
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
    <>
      <Below cards={cards.slice(cards.findIndex(({ isWide }) => isWide) + 1 || cards.length)} />
      <div className={styles.cards}>
        {cards.map(({ id, Card, isWide }) => (
          <div key={id} id={id} tabIndex={-1} className={isWide ? styles.wide : undefined}>
            <Card />
          </div>
        ))}
      </div>
    </>
  );
}

/** The way to what stands below a long list. */
function Below({ cards }: { cards: readonly StartCardManifest[] }) {
  const t = useTranslations('start');
  const drafts = useQuery({
    ...useTRPC().drafts.list.queryOptions(),
    enabled: cards.some(({ id }) => id === 'drafts'),
  }).data?.drafts.length;
  if (cards.length === 0) return null;
  return (
    <nav className={styles.below} aria-label={t('below')}>
      {cards.map(({ id }) => (
        <a key={id} href={`#${id}`}>
          {t(`cards.${id}`)}
          {id === 'drafts' && drafts ? ` (${drafts})` : null}
        </a>
      ))}
    </nav>
  );
}
