'use client';
import type { ChainProblem, VerificationStep } from '@keneyapp/bff/features/audit/view';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './audit.module.css';
import { verdictOf } from './verdict.ts';

/** How far the trail goes, what is signed, whether it was found as it was written; and the button that has all of it read now. */
export function ChainState() {
  const t = useTranslations('audit.chain');
  const f = useFormats();
  const { data } = useQuery(
    useTRPC().audit.chain.queryOptions(undefined, {
      refetchInterval: 60_000,
      trpc: { context: { background: true } },
    }),
  );
  const [isVerifying, setVerifying] = useState(false);
  if (!data) return null;
  const { lastCheckpoint: signed, verified, problem, rights, anchorFailed } = data;
  const problems = verified?.report.problems.length ? verified.report.problems : problem ? [problem] : [];
  const verdict = verdictOf(data);
  return (
    <section className={styles.chain} aria-label={t('label')} data-damaged={verdict === 'damaged'}>
      <p>
        <b>{Number(data.records) > 0 ? t('records', { n: Number(data.records) }) : t('empty')}</b>
        {' · '}
        {signed ? t('signed', { seq: signed.seq, date: f.dateTime(signed.signedAt) ?? '' }) : t('unsigned')}
        {' · '}
        {verified
          ? verified.report.records > 0
            ? t('verified', { seq: verified.report.upTo, date: f.dateTime(verified.at) ?? '' })
            : t('nothing')
          : t('notVerified')}
        {' · '}
        {t('kept', { n: data.keptYears })}
        {verdict === 'intact' && (
          <>
            {' '}
            · <span className={styles.good}>✓ {t('ok')}</span>
          </>
        )}
      </p>
      {isVerifying ? (
        <Verifying onEnd={() => setVerifying(false)} />
      ) : (
        <Button variant="outlined" className="no-print" onClick={() => setVerifying(true)}>
          {t('verify')}
        </Button>
      )}
      {verdict === 'damaged' && (
        <div role="alert" className={styles.damage}>
          <b>!! {t('damaged')}</b>
          <ul>
            {problems.slice(0, 10).map((p, i) => (
              <li key={i}>
                <Problem problem={p} />
              </li>
            ))}
          </ul>
          {problems.length > 10 && <p>{t('problems', { n: problems.length })}</p>}
        </div>
      )}
      {data.retired && (
        <p>
          {t('retired', {
            upTo: data.retired.upTo,
            before: f.date(data.retired.before) ?? '',
            date: f.dateTime(data.retired.at) ?? '',
          })}
        </p>
      )}
      {anchorFailed && (
        <p role="alert" className={styles.warning}>
          ! {t('anchorFailed')}
        </p>
      )}
      {rights === 'shared' && <p className={styles.warning}>! {t('shared')}</p>}
    </section>
  );
}

function Verifying({ onEnd }: { onEnd: () => void }) {
  const t = useTranslations('audit.chain');
  const f = useFormats();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [step, setStep] = useState<{ done: number; total: number }>({ done: 0, total: 0 });
  const onData = (next: VerificationStep) => {
    if (!('report' in next)) {
      setStep(next);
      return;
    }
    void cache.invalidateQueries({ queryKey: trpc.audit.chain.queryKey() });
    onEnd();
  };
  const { status } = useSubscription(trpc.audit.verification.subscriptionOptions(undefined, { onData }));
  if (status === 'error')
    return (
      <p role="alert" className={styles.warning}>
        {t('failed')}
      </p>
    );
  return (
    <p role="status" className={styles.progress}>
      <progress max={step.total || 1} value={step.done} aria-hidden />
      {t('verifying', { done: f.number(step.done), total: f.number(step.total) })}
    </p>
  );
}

function Problem({ problem }: { problem: ChainProblem }) {
  const t = useTranslations('audit.problem');
  const { code } = problem;
  if (code === 'anchor-missing') return t(code);
  if (code === 'anchor-forged') return t(code, { line: problem.line });
  return 'from' in problem
    ? t(problem.code, { from: problem.from, to: problem.to })
    : t(problem.code, { number: problem.number });
}
