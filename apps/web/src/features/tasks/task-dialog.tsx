'use client';
import type { TaskLine } from '@keneyapp/bff/features/tasks/view';
import { EmptyState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useId } from 'react';
import { PatientLine } from '../../components/patient-line.tsx';
import { HomonymMark } from '../../components/person-marks.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { chartHome } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { StepOutcome } from './step-outcome.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskMarks } from './task-marks.tsx';
import styles from './tasks.module.css';
import type { Steps } from './use-step.ts';
import { useTaskWords } from './use-task-words.ts';

interface Props {
  /** Null: it is in the list no more. */
  line: TaskLine | null;
  steps: Steps;
  onClose: () => void;
}

/** All of one line: what it says, whom it is about, what happened to it, and what can be done now. */
export function TaskDialog({ line, steps, onClose }: Props) {
  const t = useTranslations('tasks');
  const c = useTranslations('common.actions');
  const words = useTaskWords();
  const id = useId();
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <DialogTitle id={id}>{line ? words.title(line) : t('detail.title')}</DialogTitle>
      <DialogContent className={styles.detail}>
        <StepOutcome steps={steps} />
        {line ? <Detail line={line} /> : <EmptyState title={t('detail.gone')} />}
        {line && <TaskActions key={`${line.reference}/${line.version ?? ''}`} line={line} steps={steps} />}
      </DialogContent>
      <DialogActions>
        <Button variant="outlined" onClick={onClose}>
          {c('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Detail({ line }: { line: TaskLine }) {
  const t = useTranslations('tasks');
  const f = useFormats();
  const me = useSignedInUser();
  const words = useTaskWords();
  const { words: said } = line;
  return (
    <>
      <div className={styles.marks}>
        <TaskMarks line={line} />
      </div>
      {said === null && <p className={styles.quoted}>{words.help(line)}</p>}
      {said?.patient && (
        <div>
          <PatientLine patient={said.patient} />
          {said.patient.isHomonym && <HomonymMark />}
          <Link href={chartHome(said.patient.id, me)} prefetch={false}>
            {t('detail.chart')}
          </Link>
        </div>
      )}
      {said?.note && (
        <div>
          <h3>{t('detail.note')}</h3>
          <p className={styles.quoted}>{said.note}</p>
        </div>
      )}
      <dl className={styles.facts}>
        <dt>{t('column.from')}</dt>
        <dd>
          {words.from(line)}, {f.dateTime(line.authored)}
        </dd>
        <dt>{t('column.to')}</dt>
        <dd>{words.to(line)}</dd>
        {line.kind === 'task' && (
          <>
            <dt>{t('column.due')}</dt>
            <dd>
              {words.due(line) ?? t('noDue')}
              {line.isLate && ` – ${t('late')}`}
            </dd>
          </>
        )}
        <dt>{t('column.state')}</dt>
        <dd>{words.state(line)}</dd>
      </dl>
      {line.escalatesAt && said && (
        <p className="muted">{t('state.next', { time: f.dateTime(line.escalatesAt) ?? '' })}</p>
      )}
      {said && said.steps.length > 0 && <History steps={said.steps} />}
      {line.kind === 'notice' && line.from.isMe && <SeenBy line={line} />}
    </>
  );
}

function History({ steps }: { steps: NonNullable<TaskLine['words']>['steps'] }) {
  const t = useTranslations('tasks');
  const f = useFormats();
  const words = useTaskWords();
  return (
    <div>
      <h3>{t('detail.history')}</h3>
      <ol className={styles.steps}>
        {steps.map((step, i) => (
          <li key={i}>
            <span className="muted">{f.dateTime(step.at)}</span>
            <span>
              <b>{t(`step.${step.kind}`)}</b>{' '}
              {step.by ? t('step.by', { name: step.by.name ?? t('unknown') }) : t('step.bySystem')}
              {step.to && ` ${t('step.to', { name: words.addressee(step.to) })}`}
              {step.until && ` ${t('step.until', { time: f.dateTime(step.until) ?? '' })}`}
              {step.note && ` – ${step.note}`}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function SeenBy({ line }: { line: TaskLine }) {
  const t = useTranslations('tasks.detail');
  const f = useFormats();
  return (
    <div>
      <h3>{t('seenBy')}</h3>
      {line.seenBy.length === 0 ? (
        <p className="muted">{t('nobody')}</p>
      ) : (
        <ul className={styles.steps}>
          {line.seenBy.map(({ name, at }) => (
            <li key={`${name}${at}`}>
              <span className="muted">{f.dateTime(at)}</span> {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
