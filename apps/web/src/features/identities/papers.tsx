'use client';
import type { PaperView } from '@keneyapp/bff/features/identities/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { AddPaper } from './add-paper.tsx';
import { MarkPaper, RestorePaper } from './mark-paper.tsx';
import { pageAddress } from './paper-address.ts';
import { PaperDialog } from './paper-dialog.tsx';
import styles from './papers.module.css';

/** Copies of the papers that said who a patient is: for who looks after identities, and the patient. */
export function PatientPapers({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.papers');
  const c = useTranslations('common.state');
  const { rights } = useSignedInUser();
  const part = useRef<HTMLDivElement>(null);
  const isMarked = useRef(false);
  const mayRead = rights['identities.read-papers'] === true;
  const mayAdd = rights['identities.add-paper'] === true;
  const { data, error, refetch } = useQuery({
    ...useTRPC().identities.papers.queryOptions({ patientId }),
    enabled: mayRead,
  });
  // what was marked leaves the list, and its button with it: the focus stays in this part
  useEffect(() => {
    if (!isMarked.current) return;
    isMarked.current = false;
    part.current?.focus();
  }, [data]);
  if (!mayRead && !mayAdd) return null;
  const current = data?.papers.filter((paper) => paper.error === null) ?? [];
  const inError = data?.papers.filter((paper) => paper.error !== null) ?? [];
  return (
    <div ref={part} tabIndex={-1} className={styles.card}>
      <SectionCard
        title={t('title')}
        count={current.length || null}
        tools={<AddPaper patientId={patientId} />}
      >
        {!mayRead ? (
          <p className={styles.note}>{t('whoReads')}</p>
        ) : data ? (
          <>
            {current.length === 0 && <p className={styles.note}>{t('none')}</p>}
            <ul className={styles.papers}>
              {current.map((paper) => (
                <Paper
                  key={paper.id}
                  patientId={patientId}
                  paper={paper}
                  onMarked={() => (isMarked.current = true)}
                />
              ))}
            </ul>
            {inError.length > 0 && <InError patientId={patientId} papers={inError} />}
          </>
        ) : error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={2} widths={[40, 60]} label={c('loading')} />
        )}
      </SectionCard>
    </div>
  );
}

function Paper({
  patientId,
  paper,
  onMarked,
}: {
  patientId: string;
  paper: PaperView;
  onMarked: () => void;
}) {
  const t = useTranslations('identities.papers');
  const words = useTranslations('identities.document');
  const f = useFormats();
  const { rights } = useSignedInUser();
  const [isOpen, setOpen] = useState(false);
  const kind = words(paper.document);
  const added = t('addedBy', { date: f.date(paper.addedAt) ?? '', by: paper.by ?? '' });
  return (
    <li className={styles.paper}>
      <button
        type="button"
        className={styles.thumbnail}
        aria-label={t('open', { paper: kind, date: f.date(paper.addedAt) ?? '', n: paper.pages.length })}
        onClick={() => setOpen(true)}
      >
        {paper.pages[0] === 'picture' ? (
          <img src={pageAddress(patientId, paper.id, 0)} alt="" loading="lazy" decoding="async" />
        ) : (
          <span className={styles.noPicture}>PDF</span>
        )}
        {paper.pages.length > 1 && <span className={styles.count}>{paper.pages.length}</span>}
      </button>
      <div className={styles.about}>
        <b>{kind}</b>
        <span className="muted">{added}</span>
        {paper.validUntil !== null && (
          <span>
            {paper.isExpired ? (
              <StateChip tone="attention" sign="!">
                {t('expired', { date: f.date(paper.validUntil) ?? '' })}
              </StateChip>
            ) : (
              t('valid', { date: f.date(paper.validUntil) ?? '' })
            )}
          </span>
        )}
        {paper.isPastKeeping ? (
          <span>
            <StateChip tone="attention" sign="!">
              {t('pastKeeping', { date: f.date(paper.keptUntil) ?? '' })}
            </StateChip>
          </span>
        ) : (
          paper.keptUntil !== null && (
            <span className="muted">{t('keptUntil', { date: f.date(paper.keptUntil) ?? '' })}</span>
          )
        )}
        {rights['identities.mark-paper-entered-in-error'] && (
          <MarkPaper patientId={patientId} paper={paper} about={`${kind}, ${added}`} onMarked={onMarked} />
        )}
      </div>
      {isOpen && (
        <PaperDialog patientId={patientId} paper={paper} title={kind} onClose={() => setOpen(false)} />
      )}
    </li>
  );
}

function InError({ patientId, papers }: { patientId: string; papers: readonly PaperView[] }) {
  const t = useTranslations('identities.papers');
  const words = useTranslations('identities.document');
  const f = useFormats();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('inError', { n: papers.length })}
      </Button>
      {isOpen && (
        <ul className={styles.errors}>
          {papers.map((paper) => {
            const about = `${words(paper.document)}, ${t('addedBy', { date: f.date(paper.addedAt) ?? '', by: paper.by ?? '' })}`;
            return (
              <li key={paper.id}>
                <div>
                  <s>{about}</s>
                  <div>{t('reasonIs', { reason: paper.error?.reason ?? '' })}</div>
                </div>
                <RestorePaper patientId={patientId} paper={paper} about={about} />
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
