'use client';
import type { AbsentDayView, AbsentLine, OtherPlace } from '@keneyapp/bff/features/appointments/rules-view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { SelectInput } from '../../../components/form/select-field.tsx';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { announce } from '../../../shell/announcer.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { BookingPatient, BookingTime } from './booking-lines.tsx';
import { useMoveAll, type Away, type MoveState, type PlannedMove } from './use-move-all.ts';
import styles from './rules.module.css';

/** The appointments of an absence with where each could go: changed, left, or moved together. */
export function AbsentDay({ away }: { away: Away }) {
  const c = useTranslations('common.state');
  const { data, error, refetch } = useQuery({
    ...useTRPC().appointments.absentDay.queryOptions(away),
    // what is proposed stands while it is being decided
    ...{ staleTime: Infinity, refetchOnWindowFocus: false },
  });
  if (!data)
    return error ? (
      <CallFailed error={error} retry={() => void refetch()} />
    ) : (
      <LoadingRows rows={6} widths={[18, 26, 30, 10]} label={c('loading')} />
    );
  return <Lines away={away} view={data} />;
}

const stays = '';
const placesOf = ({ proposal, others }: AbsentLine): OtherPlace[] => [
  ...(proposal ? [proposal] : []),
  ...others,
];
const keyOf = ({ start, resources }: OtherPlace): string => `${start} ${resources.join(' ')}`;

function Lines({ away, view }: { away: Away; view: AbsentDayView }) {
  const t = useTranslations('rules.absence');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const { states, done, isRunning, failure, run, undo } = useMoveAll(away);
  const { lines, absence } = view;
  const choiceOf = (line: AbsentLine) =>
    chosen[line.bookingId] ?? (line.proposal ? keyOf(line.proposal) : stays);
  const moves = lines.flatMap((line): PlannedMove[] => {
    const to = placesOf(line).find((place) => keyOf(place) === choiceOf(line));
    return to && line.patient ? [{ line, to }] : [];
  });
  const all = [...states.values()];
  const count = (is: MoveState['is']) => all.filter((state) => state.is === is).length;
  const isBegun = states.size > 0 || done !== null;
  const start = async () => {
    const seen = lines.map(({ bookingId }) => bookingId);
    const stored = absence && { id: absence.value.id, version: absence.version };
    if (await run(moves, { stored, seen })) announce(t('saved'));
  };
  return (
    <SectionCard title={view.name} count={t('count', { n: lines.length })}>
      <div className={styles.padded}>
        <p className="muted">{t(absence ? 'isSaved' : 'notSaved')}</p>
        {view.isTruncated && <p role="status">{t('truncated')}</p>}
        {failure && (
          <SaveFailed
            error={failure.error}
            title={t(failure.of === 'save' ? 'failed' : 'failedUndo')}
            isTyped={false}
          />
        )}
      </div>
      {lines.length === 0 ? (
        <EmptyState title={t('none')} />
      ) : (
        <ScrollBox label={view.name}>
          <table className={styles.table} aria-label={view.name}>
            <thead>
              <tr>
                {(['now', 'patient', 'to', 'state'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.bookingId}>
                  <th scope="row">
                    <BookingTime line={line} />
                  </th>
                  <td>
                    <BookingPatient line={line} />
                  </td>
                  <td>
                    <Where
                      line={line}
                      value={choiceOf(line)}
                      isLocked={isRunning || isBegun}
                      onChange={(next) => setChosen({ ...chosen, [line.bookingId]: next })}
                    />
                  </td>
                  <td>
                    <State state={states.get(line.bookingId)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      <div className={styles.foot}>
        {isRunning ? (
          <p role="status">
            {t('moving', { done: all.length - count('waits') - count('moving'), n: all.length })}
          </p>
        ) : done ? (
          <>
            <Alert severity={count('failed') > 0 ? 'warning' : 'success'} role="status">
              {t('done', { moved: count('moved'), failed: count('failed') })}
            </Alert>
            <Button variant="outlined" onClick={() => void undo().then((n) => announce(t('undone', { n })))}>
              {t('undo')}
            </Button>
          </>
        ) : isBegun ? (
          <Alert severity="info" role="status">
            {t('undone', { n: count('back') })}
          </Alert>
        ) : (
          (moves.length > 0 || !absence) && (
            <Button variant="contained" onClick={() => void start()}>
              {moves.length > 0 ? t('moveAll', { n: moves.length }) : t('saveOnly')}
            </Button>
          )
        )}
      </div>
    </SectionCard>
  );
}

function Where({
  line,
  value,
  isLocked,
  onChange,
}: {
  line: AbsentLine;
  value: string;
  isLocked: boolean;
  onChange: (next: string) => void;
}) {
  const t = useTranslations('rules.absence');
  const f = useFormats();
  if (line.hindrance) return <span className="muted">{t(`hindrance.${line.hindrance}`)}</span>;
  const words = ({ how, start, practitioners, rooms }: OtherPlace) =>
    t(`how.${how}`, {
      when: f.dateTime(start) ?? '',
      who: [...practitioners, ...rooms].map(({ name }) => name).join(', '),
    });
  return (
    <SelectInput
      id={`to-${line.bookingId}`}
      label={t('to', { name: line.patient ? f.fullName(line.patient) : '' })}
      isLabelHidden
      isDisabled={isLocked}
      value={value}
      onChange={onChange}
      options={[
        ...placesOf(line).map((place) => ({ value: keyOf(place), word: words(place) })),
        { value: stays, word: t('stay') },
      ]}
    />
  );
}

function State({ state }: { state: MoveState | undefined }) {
  const t = useTranslations('rules.absence');
  if (!state) return null;
  return state.is === 'failed' || state.is === 'stuck' ? (
    <strong>{t(`state.${state.is}`, { why: t(`why.${state.why}`) })}</strong>
  ) : (
    <span>{t(`state.${state.is}`)}</span>
  );
}
