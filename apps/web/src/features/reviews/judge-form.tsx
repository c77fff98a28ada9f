'use client';
import { commentLength, isComment } from '@keneyapp/bff/features/reviews/schema';
import type { ReviewOpinion, ReviewRow } from '@keneyapp/bff/features/reviews/view';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { DraftStatusLine } from '../../components/draft-status.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { TypedConflict } from '../../components/typed-conflict.tsx';
import { useTyped } from '../../components/use-typed.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import styles from './reviews.module.css';

interface Props {
  grantId: string;
  name: string;
  /** What was concluded, here or by somebody else. */
  review: ReviewRow['review'];
  /** What doctors were asked, and said. */
  opinions: readonly ReviewOpinion[];
}

interface Typed {
  opinionId: string | null;
  comment: string;
}

/** With which doctor's answer the file is closed, and why. What was typed stays when it could not be saved, or when somebody else was faster. */
export function JudgeForm({ grantId, name, review, opinions }: Props) {
  const t = useTranslations('reviews.judge');
  const o = useTranslations('reviews.outcome');
  const trpc = useTRPC();
  const client = useQueryClient();
  const id = useId();
  const firstRadio = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const answered = opinions.filter((one) => one.answer !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  // of one answer there is nothing to choose
  const opinionId = chosen ?? (answered.length === 1 ? (answered[0]?.id ?? null) : null);
  const [comment, setComment] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { keep, forget, draft } = useTyped<Typed>({ form: 'reviews.judge', base: grantId }, (typed) => {
    setChosen(typed.opinionId);
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
        if (isChangedMeanwhile(error)) void refresh();
      },
    }),
  );
  const isDone = review !== null;
  const isAnswer = isChangedMeanwhile(judge.error);
  const isLate = isAnswer || (isDone && (comment !== '' || chosen !== null));
  if (isDone && (judge.isSuccess || !isLate)) return null;
  if (answered.length === 0) return <p>{t('needsOpinion')}</p>;
  const missing = { opinion: opinionId === null, comment: !isComment(comment) };
  const submit = () => {
    if (judge.isPending) return;
    setChecked(true);
    if (opinionId === null) return firstRadio.current?.focus();
    if (missing.comment) return field.current?.focus();
    judge.mutate({ grantId, opinionId, comment });
  };
  const outcome = { needed: 'justified', 'not-needed': 'not-justified' } as const;
  const twoVersions = ({ outcome: theirs, comment: theirComment }: NonNullable<Props['review']>) => {
    const mine = answered.find((one) => one.id === opinionId)?.answer;
    return [
      {
        key: 'outcome',
        label: t('errors.meanwhile.outcome'),
        theirs: o(theirs),
        mine: mine ? o(outcome[mine]) : '',
      },
      { key: 'comment', label: t('comment'), theirs: theirComment ?? '', mine: comment },
    ];
  };
  const giveUp = () => {
    void forget();
    setChosen(null);
    setComment('');
    judge.reset();
  };
  return (
    <SubmitForm className={styles.form} onSubmit={submit}>
      {isLate && (
        <ChangedMeanwhile
          title={t('errors.meanwhile.title')}
          text={t('errors.meanwhile.text')}
          {...(review ? { by: { who: review.reviewerName, at: review.at } } : {})}
          versions={review ? twoVersions(review) : []}
          isAnswer={isAnswer}
          {...(review ? { words: { theirs: t('errors.meanwhile.theirs') }, onTakeTheirs: giveUp } : {})}
        />
      )}
      <TypedConflict<Typed>
        draft={draft}
        mine={{ opinionId, comment }}
        fields={(typed) => [
          {
            key: 'opinion',
            label: t('question'),
            text: answered.find((one) => one.id === typed.opinionId)?.doctor ?? '',
          },
          { key: 'comment', label: t('comment'), text: typed.comment },
        ]}
        onMerge={(theirs, picked) => {
          const next = {
            opinionId: picked['opinion'] === 'theirs' ? theirs.opinionId : opinionId,
            comment: picked['comment'] === 'theirs' ? theirs.comment : comment,
          };
          setChosen(next.opinionId);
          setComment(next.comment);
          keep(next);
        }}
      />
      <fieldset
        className={styles.choices}
        disabled={isDone}
        aria-describedby={isChecked && missing.opinion ? `${id}-outcome` : undefined}
      >
        <legend>{t('question')}</legend>
        {answered.map((one, i) => (
          <label key={one.id}>
            <input
              type="radio"
              name={id}
              ref={i === 0 ? firstRadio : undefined}
              checked={opinionId === one.id}
              onChange={() => {
                setChosen(one.id);
                keep({ opinionId: one.id, comment });
              }}
            />
            {t(one.answer === 'needed' ? 'justified' : 'not-justified', { name: one.doctor })}
          </label>
        ))}
        {isChecked && missing.opinion && (
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
            keep({ opinionId, comment: e.target.value });
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
      {judge.error && !isLate && <SaveFailed error={judge.error} title={t('errors.failed')} hasDraft />}
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
