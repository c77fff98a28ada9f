'use client';
import type { ProposalEntry } from '@keneyapp/bff/features/consents/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './consents.module.css';
import { placeOf } from './saved-place.ts';
import { useEntryWords } from './use-entry-words.ts';

interface Props {
  patientId: string;
  entries: readonly ProposalEntry[];
  mayRecord: boolean;
  isOwn: boolean;
  onAsk: (what: 'confirm' | 'dismiss', entry: ProposalEntry) => void;
  onAttach: (entry: ProposalEntry) => void;
}

/** What staff wrote down and would open something: it waits for the patient, or for the signed form and a second person. */
export function Proposals({ patientId, entries, mayRecord, isOwn, onAsk, onAttach }: Props) {
  const { t, about, what } = useEntryWords();
  return (
    <SectionCard title={t('proposals.title')} count={entries.length}>
      <p className={styles.means}>{t('proposals.means', { who: isOwn ? 'own' : 'other' })}</p>
      <ul className={styles.rows}>
        {entries.map((entry) => {
          const words = entry.laysAside ? t('proposals.laysAside', { what: what(entry) }) : what(entry);
          return (
            <li key={entry.id} className={styles.row}>
              <div className={styles.what}>
                <h3 {...placeOf(entry)}>{words}</h3>
                <p className={styles.small}>{about(entry)}</p>
                <p className={styles.small}>
                  {entry.closedTo === null ? t('proposals.open') : t(`proposals.closedTo.${entry.closedTo}`)}
                </p>
                {entry.hasForm && <OpenForm patientId={patientId} consentId={entry.id} what={words} />}
              </div>
              {mayRecord && (
                <span className={styles.buttons}>
                  {entry.closedTo === null && (
                    <Button
                      variant="contained"
                      aria-label={t('proposals.confirmOf', { what: words })}
                      onClick={() => onAsk('confirm', entry)}
                    >
                      {t('proposals.confirm')}…
                    </Button>
                  )}
                  {!isOwn && !entry.hasForm && entry.closedTo !== 'expired' && (
                    <Button
                      variant="outlined"
                      aria-label={t('proposals.attachOf', { what: words })}
                      onClick={() => onAttach(entry)}
                    >
                      {t('proposals.attach')}…
                    </Button>
                  )}
                  <Button
                    variant="outlined"
                    aria-label={t('proposals.dismissOf', { what: words })}
                    onClick={() => onAsk('dismiss', entry)}
                  >
                    {t('proposals.dismiss')}…
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </SectionCard>
  );
}

/** The signed form, fetched when somebody asks for it and saved as a file: what others uploaded is not run in the page. */
function OpenForm({ patientId, consentId, what }: { patientId: string; consentId: string; what: string }) {
  const { t } = useEntryWords();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const open = async () => {
    setError(null);
    try {
      const { contentType, data } = await client.fetchQuery({
        ...trpc.consents.form.queryOptions({ patientId, consentId }),
        staleTime: 0,
        gcTime: 0,
      });
      const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([bytes], { type: contentType }));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${t('proposals.fileName')}.${contentType.split('/')[1]}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      <span>
        <Button variant="text" aria-label={t('proposals.formOf', { what })} onClick={() => void open()}>
          {t('proposals.openForm')}
        </Button>
      </span>
      {error !== null && <CallFailed error={error} />}
    </>
  );
}
