'use client';
import type { TaskLine } from '@keneyapp/bff/features/tasks/view';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { FieldFrame } from '../../components/form/field-frame.tsx';
import { fromParis, toParis } from '../../components/form/paris-time.ts';
import { SubmitForm } from '../../components/submit-form.tsx';
import { PeopleInput } from './people-input.tsx';
import { addresseeOf, nobody } from './people-value.ts';
import styles from './tasks.module.css';
import { nextStep, otherSteps, type Step, type Steps } from './use-step.ts';

/** What can be done with a line now; handing on and putting off ask for one thing more. */
export function TaskActions({ line, steps }: { line: TaskLine; steps: Steps }) {
  const t = useTranslations('tasks.act');
  const [asked, setAsked] = useState<'hand-on' | 'put-off' | null>(null);
  const first = nextStep(line);
  const others = otherSteps(line).filter((kind) => kind !== first?.kind);
  const take = (step: Step) => {
    if (!steps.isPending) void steps.take(line, step);
  };
  if (!first && others.length === 0) return null;
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
              if (kind === 'hand-on' || kind === 'put-off') setAsked(asked === kind ? null : kind);
              else take(kind === 'finish' ? { kind, note: '' } : { kind });
            }}
          >
            {t(kind)}
          </Button>
        ))}
      </div>
      {asked === 'put-off' && <PutOff onChoose={(until) => take({ kind: 'put-off', until })} />}
      {asked === 'hand-on' && <HandOn onHandOn={take} />}
    </>
  );
}

function PutOff({ onChoose }: { onChoose: (until: string) => void }) {
  const t = useTranslations('tasks.putOff');
  const [choices] = useState(() => choicesAt(new Date()));
  return (
    <div className={styles.actions} role="group" aria-label={t('label')}>
      {choices.map(({ name, until }) => (
        <Button key={name} variant="outlined" size="small" onClick={() => onChoose(until)}>
          {t(name)}
        </Button>
      ))}
    </div>
  );
}

/** Moments ahead on the clock of the hospital; this evening only while it is to come. */
function choicesAt(now: Date) {
  const hour = 3_600_000;
  const at = (time: string, days: number) =>
    fromParis(`${toParis(new Date(now.getTime() + days * 24 * hour)).slice(0, 10)}T${time}`);
  const all = [
    { name: 'hour' as const, until: new Date(now.getTime() + hour).toISOString() },
    { name: 'evening' as const, until: at('18:00', 0) },
    { name: 'morning' as const, until: at('08:00', 1) },
    { name: 'week' as const, until: new Date(now.getTime() + 7 * 24 * hour).toISOString() },
  ];
  return all.flatMap(({ name, until }) =>
    until !== null && Date.parse(until) > now.getTime() ? [{ name, until }] : [],
  );
}

function HandOn({ onHandOn }: { onHandOn: (step: Step) => void }) {
  const t = useTranslations('tasks.handOn');
  const p = useTranslations('tasks.form.problem');
  const id = useId();
  const [to, setTo] = useState(nobody);
  const [note, setNote] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  return (
    <SubmitForm
      className={styles.form}
      onSubmit={() => {
        if (to.key === '') setIsMissing(true);
        else onHandOn({ kind: 'hand-on', to: addresseeOf(to), note: note.trim() });
      }}
    >
      <PeopleInput
        id={`${id}-to`}
        label={t('to')}
        value={to}
        problem={isMissing && to.key === '' ? p('nobody') : null}
        onChange={setTo}
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
