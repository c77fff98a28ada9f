'use client';
import { commentLength, isComment } from '@keneyapp/bff/features/reviews/schema';
import type { ReviewOpinion, ReviewRow } from '@keneyapp/bff/features/reviews/view';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { DraftStatusLine } from '../../components/draft-status.tsx';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { OwnFormConflict } from '../../components/form/own-form-conflict.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { FormLocked } from '../../components/form/use-field.ts';
import { useOwnForm } from '../../components/form/use-own-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
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

const initial = { opinionId: '', comment: '' };

/** With which doctor's answer the file is closed, and why. What was typed stays when it could not be saved, or when somebody else was faster. */
export function JudgeForm({ grantId, name, review, opinions }: Props) {
  const t = useTranslations('reviews.judge');
  const o = useTranslations('reviews.outcome');
  const trpc = useTRPC();
  const client = useQueryClient();
  const answered = opinions.filter((one) => one.answer !== null);
  // of one answer there is nothing to choose
  const only = answered.length === 1 ? (answered[0]?.id ?? '') : '';
  const own = useOwnForm({
    form: 'reviews.judge',
    base: grantId,
    initial,
    schema: z.object({
      opinionId: z.string().refine((id) => (id || only) !== '', 'open'),
      comment: z.string().refine(isComment, 'short'),
    }),
    words: {
      label: (name) => t(name === 'opinionId' ? 'question' : 'comment'),
      problem: (name) =>
        name === 'opinionId' ? t('errors.outcome') : t('errors.comment', { n: commentLength }),
      shown: (name, value) =>
        name === 'opinionId' ? (answered.find((one) => one.id === value)?.doctor ?? '') : value,
    },
  });
  const { form, draft } = own;
  const { opinionId: chosen, comment } = useFormValues(form);
  const opinionId = chosen || only;
  const refresh = () => client.invalidateQueries({ queryKey: trpc.reviews.pathKey() });
  const judge = useMutation(
    trpc.reviews.judge.mutationOptions({
      onSuccess: async ({ hasSuspended }) => {
        await own.forget();
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
  const isLate = isAnswer || (isDone && (comment !== '' || chosen !== ''));
  if (isDone && (judge.isSuccess || !isLate)) return null;
  if (answered.length === 0) return <p>{t('needsOpinion')}</p>;
  const submit = () => {
    if (!judge.isPending && !isDone)
      form.submit((typed) => judge.mutate({ grantId, ...typed, opinionId: typed.opinionId || only }));
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
    void own.forget();
    form.restore(initial);
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
      <OwnFormConflict {...own} />
      <FormLocked value={judge.isPending || isDone}>
        <ChoiceField
          form={form}
          name="opinionId"
          isAnnounced
          otherwise={only}
          options={answered.map((one) => ({
            value: one.id,
            word: t(one.answer === 'needed' ? 'justified' : 'not-justified', { name: one.doctor }),
          }))}
        />
        <TextField
          form={form}
          name="comment"
          rows={4}
          longest={2_000}
          hint={t('commentHelp', { n: commentLength })}
          isAnnounced
        />
      </FormLocked>
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
