'use client';
import { commentLength, isComment } from '@keneyapp/bff/features/reviews/schema';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { DraftStatusLine } from '../../components/draft-status.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { useTyped } from '../../components/use-typed.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { errorCode } from '../../trpc/error.ts';
import styles from './reviews.module.css';

type Outcome = 'justified' | 'not-justified';
const outcomes: readonly Outcome[] = ['justified', 'not-justified'];

interface Typed {
  outcome: Outcome | null;
  comment: string;
}

/** Yes or no, and why. What was typed stays when it could not be saved, or when somebody else was faster. */
export function JudgeForm({ grantId, name, isDone }: { grantId: string; name: string; isDone: boolean }) {
  const t = useTranslations('reviews.judge');
  const trpc = useTRPC();
  const client = useQueryClient();
  const id = useId();
  const firstRadio = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [comment, setComment] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { keep, forget, draft } = useTyped<Typed>({ form: 'reviews.judge', base: grantId }, (typed) => {
    setOutcome(typed.outcome);
    setComment(typed.comment);
  });
  const refresh = () => client.invalidateQueries({ queryKey: trpc.reviews.pathKey() });
  const judge = useMutation(
    trpc.reviews.judge.mutationOptions({
      onSuccess: async ({ hasSuspended }) => {
        await forget();
        announce(t(hasSuspended ? 'savedSuspended' : 'saved', { name }));
        await refresh();
      },
      onError: (error) => {
        if (errorCode(error) === 'PRECONDITION_FAILED') void refresh();
      },
    }),
  );
  const isLate = errorCode(judge.error) === 'PRECONDITION_FAILED' && judge.isError;
  if (isDone && !isLate) return null;
  const missing = { outcome: outcome === null, comment: !isComment(comment) };
  const submit = () => {
    if (judge.isPending) return;
    setChecked(true);
    if (outcome === null) return firstRadio.current?.focus();
    if (missing.comment) return field.current?.focus();
    judge.mutate({ grantId, outcome, comment });
  };
  return (
    <SubmitForm className={styles.form} onSubmit={submit}>
      {isLate && (
        <p className={styles.problem} role="alert">
          {t('errors.meanwhile')}
        </p>
      )}
      <fieldset
        className={styles.choices}
        disabled={isDone}
        aria-describedby={isChecked && missing.outcome ? `${id}-outcome` : undefined}
      >
        <legend>{t('question')}</legend>
        {outcomes.map((one, i) => (
          <label key={one}>
            <input
              type="radio"
              name={id}
              ref={i === 0 ? firstRadio : undefined}
              checked={outcome === one}
              onChange={() => {
                setOutcome(one);
                keep({ outcome: one, comment });
              }}
            />
            {t(one)}
          </label>
        ))}
        {isChecked && missing.outcome && (
          <p className={styles.problem} id={`${id}-outcome`} role="alert">
            {t('errors.outcome')}
          </p>
        )}
      </fieldset>
      <div className={styles.field}>
        <label htmlFor={`${id}-comment`}>{t('comment')}</label>
        <textarea
          id={`${id}-comment`}
          ref={field}
          rows={4}
          maxLength={2_000}
          readOnly={isDone}
          value={comment}
          onChange={(e) => {
            setComment(e.target.value);
            keep({ outcome, comment: e.target.value });
          }}
          aria-invalid={isChecked && missing.comment}
          aria-describedby={`${id}-help${isChecked && missing.comment ? ` ${id}-problem` : ''}`}
        />
        <p className={styles.small} id={`${id}-help`}>
          {t('commentHelp', { n: commentLength })}
        </p>
        {isChecked && missing.comment && (
          <p className={styles.problem} id={`${id}-problem`} role="alert">
            {t('errors.comment', { n: commentLength })}
          </p>
        )}
      </div>
      {judge.error && !isLate && (
        <>
          <CallFailed error={judge.error} />
          <p className={styles.small}>{t('errors.kept')}</p>
        </>
      )}
      {!isDone && (
        <div className={styles.actions}>
          <Button type="submit" variant="contained" aria-keyshortcuts="Control+Enter">
            {judge.isPending ? t('sending') : t('submit')}
          </Button>
          <span className={styles.small}>{t('final')}</span>
          <DraftStatusLine draft={draft} className={styles.small} />
        </div>
      )}
    </SubmitForm>
  );
}
