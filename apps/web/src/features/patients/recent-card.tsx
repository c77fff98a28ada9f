'use client';
import { useQuery } from '@tanstack/react-query';
import { StartCard } from '../../components/start-card.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { PatientRow } from './patient-row.tsx';
import styles from './patient-search.module.css';

/** So many on the start page; the search shows the others. */
const shown = 8;

/** Charts this person opened lately. */
export function RecentCard() {
  const query = useQuery(useTRPC().patients.recent.queryOptions());
  return (
    <StartCard name="recent" query={query} countOf={(hits) => hits.length} href="/patients">
      {(hits) => (
        <ol className={styles.list}>
          {hits.slice(0, shown).map((hit) => (
            <PatientRow key={hit.id} patient={hit} openedAt={hit.openedAt} />
          ))}
        </ol>
      )}
    </StartCard>
  );
}
