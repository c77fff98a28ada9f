'use client';
import type { TaskLine } from '@keneyapp/bff/features/tasks/view';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useId, useState } from 'react';
import { FieldFrame } from '../../components/form/field-frame.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { PeopleInput } from './people-input.tsx';
import { addresseeOf, nobody } from './people-value.ts';
import { PutOff } from './put-off.tsx';
import styles from './tasks.module.css';
import { isOtherUnit, nextStep, otherSteps, rereadingHref, type Step, type Steps } from './use-step.ts';

/** What can be done with a line now; handing on and putting off ask for one thing more. */
export function TaskActions({ line, steps }: { line: TaskLine; steps: Steps }) {
  const t = useTranslations('tasks.act');
  const [asked, setAsked] = useState<'hand-on' | 'put-off' | null>(null);
  const first = nextStep(line);
  const others = otherSteps(line).filter((kind) => kind !== first?.kind);
  const take = (step: Step) => {
    if (!steps.isPending) void steps.take(line, step);
  };
  const href = rereadingHref(line);
  if (!first && others.length === 0)
    return href === null ? null : (
      <Link prefetch={false} href={href}>
        {t('rereading')}
      </Link>
    );
  return (
    <>
      <div className={styles.actions}>
        {first && (
          <Button variant="contained" aria-disabled={steps.isPending} onClick={() => take(first)}>
            {t(first.kind)}
          </Button>
        )}
        {others.map((kind) => (
          <Button
            key={kind}
            variant="outlined"
            aria-disabled={steps.isPending}
            {...(kind === 'hand-on' || kind === 'put-off' ? { 'aria-expanded': asked === kind } : {})}
            onClick={() => {
              if (kind === 'hand-on' || kind === 'put-off') {
                steps.dismiss();
                setAsked(asked === kind ? null : kind);
              } else take(kind === 'finish' ? { kind, note: '' } : { kind });
            }}
          >
            {t(kind)}
          </Button>
        ))}
      </div>
      {asked === 'put-off' && <PutOff onChoose={(until) => take({ kind: 'put-off', until })} />}
      {asked === 'hand-on' && (
        <HandOn
          onHandOn={take}
          isOtherUnit={steps.failed !== null && isOtherUnit(steps.failed.error)}
          onChange={steps.dismiss}
        />
      )}
    </>
  );
}

function HandOn({
  onHandOn,
  isOtherUnit: isRefused,
  onChange,
}: {
  onHandOn: (step: Step) => void;
  /** The server refused whom it was to be handed on to. */
  isOtherUnit: boolean;
  onChange: () => void;
}) {
  const t = useTranslations('tasks.handOn');
  const p = useTranslations('tasks.form.problem');
  const id = useId();
  const [to, setTo] = useState(nobody);
  const [note, setNote] = useState('');
  /** Anew at each attempt without anybody: the focus goes to the field each time. */
  const [missing, setMissing] = useState<object | null>(null);
  useEffect(() => {
    if (missing || isRefused) document.getElementById(`${id}-to`)?.focus();
  }, [id, missing, isRefused]);
  return (
    <SubmitForm
      className={styles.form}
      onSubmit={() => {
        if (to.key === '') setMissing({});
        else onHandOn({ kind: 'hand-on', to: addresseeOf(to), note: note.trim() });
      }}
    >
      <PeopleInput
        id={`${id}-to`}
        label={t('to')}
        value={to}
        problem={isRefused ? p('other-unit') : missing && to.key === '' ? p('nobody') : null}
        onChange={(next) => {
          setTo(next);
          if (isRefused) onChange();
        }}
        isAnnounced
      />
      <FieldFrame id={`${id}-note`} label={t('note')} isWide>
        <OutlinedInput
          id={`${id}-note`}
          size="small"
          value={note}
          onChange={(event) => setNote(event.target.value)}
          slotProps={{ input: { maxLength: 1000 } }}
        />
      </FieldFrame>
      <div>
        <Button type="submit" variant="contained">
          {t('save')}
        </Button>
      </div>
    </SubmitForm>
  );
}
