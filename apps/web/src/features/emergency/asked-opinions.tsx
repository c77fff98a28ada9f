'use client';
import { opinionLength } from '@keneyapp/bff/features/emergency/schema';
import type { AskedOpinion } from '@keneyapp/bff/features/emergency/view';
import { KeyValue } from '@keneyapp/ui/key-value';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { CallFailed } from '../../components/call-failed.tsx';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { FormLocked } from '../../components/form/use-field.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import styles from './emergency.module.css';

/** Accesses of others that the officer asks this doctor about; nothing for whoever is asked nothing. */
export function AskedOpinions() {
  return useSignedInUser().rights['emergency.give-opinion'] ? <Asked /> : null;
}

function Asked() {
  const t = useTranslations('emergency.opinions');
  const { data, error, refetch } = useQuery(useTRPC().emergency.opinions.queryOptions());
  if (error) return <CallFailed error={error} retry={() => void refetch()} />;
  if (!data || data.length === 0) return null;
  return (
    <SectionCard title={t('title')} count={data.filter((one) => one.answer === null).length}>
      <ul className={styles.asked}>
        {data.map((one) => (
          <li key={one.opinionId}>
            <Facts opinion={one} />
            {one.answer === null ? (
              <OpinionForm opinion={one} />
            ) : (
              <>
                <p>
                  <StateChip tone={one.answer === 'needed' ? 'good' : 'bad'}>
                    {t(`answer.${one.answer}`)}
                  </StateChip>
                </p>
                {one.comment && <p>{one.comment}</p>}
              </>
            )}
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}

function Facts({ opinion }: { opinion: AskedOpinion }) {
  const t = useTranslations('emergency');
  const roles = useTranslations('shell.roles');
  const f = useFormats();
  const { patient, person, role, kind, reason, startedAt, endedAt, activity, isTruncated } = opinion;
  return (
    <KeyValue
      items={[
        {
          key: t('opinions.person'),
          value: `${person} · ${roles.has(role as 'doctor') ? roles(role as 'doctor') : role}`,
        },
        {
          key: t('mine.column.patient'),
          value: patient
            ? [patient.name, f.date(patient.birthDate)].filter(Boolean).join(' · ')
            : t('mine.unknownPatient'),
        },
        {
          key: t('mine.column.when'),
          value: t('opinions.between', { from: f.dateTime(startedAt) ?? '', to: f.dateTime(endedAt) ?? '' }),
        },
        { key: t('mine.column.kind'), value: t(`kind.${kind}`) },
        { key: t('mine.column.reason'), value: reason ?? t('opinions.reasonLost') },
        {
          key: t('opinions.activity'),
          value: t('opinions.activityOf', {
            read: activity.filter((one) => one.outcome === 'success').length,
            refused: activity.filter((one) => one.outcome !== 'success').length,
            more: isTruncated ? 'yes' : 'no',
          }),
        },
        { key: t('opinions.askedBy'), value: `${opinion.askedBy}, ${f.dateTime(opinion.askedAt) ?? ''}` },
      ]}
    />
  );
}

const answers = ['needed', 'not-needed'] as const;
const schema = z.object({
  answer: z.string().refine((answer) => answerOf(answer) !== undefined, 'open'),
  comment: z.string().refine((comment) => comment.trim().length >= opinionLength, 'short'),
});
const answerOf = (answer: string) => answers.find((one) => one === answer);

/** Needed or not, and why; what was typed stays when it could not be saved. */
function OpinionForm({ opinion: { opinionId, patientId } }: { opinion: AskedOpinion }) {
  const t = useTranslations('emergency.opinions');
  const trpc = useTRPC();
  const client = useQueryClient();
  const form = useChartForm({
    initial: { answer: '', comment: '' },
    schema,
    onlyOnSaving: 'all',
    words: {
      label: (name) => t(name === 'answer' ? 'question' : 'comment'),
      problem: (name) => (name === 'answer' ? t('errors.answer') : t('errors.comment', { n: opinionLength })),
    },
  });
  const give = useMutation(
    trpc.emergency.giveOpinion.mutationOptions({
      onSuccess: async () => {
        announce(t('saved'));
        await Promise.all([
          client.invalidateQueries({ queryKey: trpc.emergency.opinions.queryKey() }),
          client.invalidateQueries({ queryKey: trpc.session.notices.queryKey() }),
        ]);
      },
    }),
  );
  const submit = () => {
    if (give.isPending) return;
    form.submit(({ answer, comment }) => {
      const chosen = answerOf(answer);
      if (chosen) give.mutate({ opinionId, patientId, answer: chosen, comment });
    });
  };
  return (
    <SubmitForm className={styles.opinion} onSubmit={submit}>
      <FormLocked value={give.isPending}>
        <ChoiceField
          form={form}
          name="answer"
          isAnnounced
          options={answers.map((one) => ({ value: one, word: t(`answer.${one}`) }))}
        />
        <TextField
          form={form}
          name="comment"
          rows={3}
          longest={2_000}
          hint={t('commentHelp', { n: opinionLength })}
          isAnnounced
        />
      </FormLocked>
      {give.error && <SaveFailed error={give.error} title={t('errors.failed')} />}
      <span>
        <Button type="submit" variant="contained" aria-keyshortcuts="Control+Enter">
          {give.isPending ? t('sending') : t('submit')}
        </Button>
      </span>
    </SubmitForm>
  );
}
