'use client';
import type { HoldView } from '@keneyapp/bff/features/appointments/booking-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { addDays } from '../agenda-search-params.ts';
import styles from './booking.module.css';
import { nearest, obstaclesByOccasion, type Occasion } from './series.ts';
import { usePlaceWords } from './use-place-words.ts';

interface Row {
  occasion: Occasion;
  /** What stands against it, in words; empty: it is free. */
  against: string[];
  /** Nothing else is free in that week. */
  isStuck: boolean;
}

interface Props {
  occasions: readonly Occasion[];
  view: HoldView;
  gap: number;
  today: string;
  isPending: boolean;
  onTake: (occasions: Occasion[]) => void;
  onOther: () => void;
}

/** Nobody shifts a date of a series by more than these. */
const daysAround = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6];

/** A series of which some dates are taken: each goes to the nearest free place, or is left out. Nothing is kept before all can be. */
export function SeriesConflict({ occasions, view, gap, today, isPending, onTake, onOther }: Props) {
  const t = useTranslations('appointments.booking.series');
  const words = usePlaceWords();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [rows, setRows] = useState<Row[]>(() => {
    const against = obstaclesByOccasion(occasions, view);
    return occasions.map((occasion, i) => ({
      occasion,
      against: (against[i] ?? []).map(words.obstacle),
      isStuck: false,
    }));
  });
  const [busy, setBusy] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const open = rows.filter(({ against }) => against.length > 0).length;

  const replace = (at: number, row: Row) => setRows((all) => all.map((one, i) => (i === at ? row : one)));
  const shift = async (at: number) => {
    const row = rows[at];
    const [visit, then] = row?.occasion ?? [];
    if (!row || !visit?.kind) return;
    setBusy(at);
    setError(null);
    try {
      const taken = new Set(rows.filter((_, i) => i !== at).map((one) => one.occasion[0]?.start));
      const find = (day: string) =>
        queries.fetchQuery({
          ...trpc.appointments.find.queryOptions({
            kind: visit.kind ?? '',
            practitionerId: visit.practitioners[0]?.id ?? null,
            from: day,
            days: 1,
            then:
              then?.kind == null
                ? null
                : { kind: then.kind, practitionerId: then.practitioners[0]?.id ?? null, maxGapMinutes: gap },
            limit: 100,
          }),
          staleTime: 0,
        });
      const wanted = words.dayOf(visit.start);
      let found: Occasion | null = null;
      // the day itself, then the days around it
      for (const offset of daysAround) {
        const day = addDays(wanted, offset);
        if (day < today) continue;
        const { free } = await find(day);
        found = nearest(
          free.filter((one) => !taken.has(one.visit.start)),
          visit.start,
        );
        if (found) break;
      }
      replace(at, found ? { occasion: found, against: [], isStuck: false } : { ...row, isStuck: true });
    } catch (failure) {
      setError(failure);
    }
    setBusy(null);
  };
  return (
    <SectionCard title={t('title', { n: rows.length })} count={open || null}>
      <div className={styles.held}>
        <p role="status">{open > 0 ? t('open', { n: open }) : t('ready')}</p>
        <ol className={styles.series}>
          {rows.map(({ occasion, against, isStuck }, i) => (
            <li key={i} data-open={against.length > 0 || undefined}>
              <span>
                {occasion.map((visit) => (
                  <span key={visit.start} className={styles.seriesPlace}>
                    <b>{words.shortDay(visit.start)}</b> {words.times(visit)} · {words.withWhom(visit)}
                  </span>
                ))}
                {against.map((one) => (
                  <span key={one} className={styles.against}>
                    ! {one}
                  </span>
                ))}
                {isStuck && <span className={styles.against}>! {t('stuck')}</span>}
              </span>
              <span className={styles.buttons}>
                {against.length > 0 && !isStuck && (
                  <Button
                    variant="outlined"
                    loading={busy === i}
                    disabled={busy !== null}
                    onClick={() => void shift(i)}
                    aria-label={t('shiftOf', { day: words.shortDay(occasion[0]?.start ?? '') })}
                  >
                    {t('shift')}
                  </Button>
                )}
                <Button
                  onClick={() => setRows((all) => all.filter((_, at) => at !== i))}
                  disabled={rows.length === 1}
                  aria-label={t('dropOf', { day: words.shortDay(occasion[0]?.start ?? '') })}
                >
                  {t('drop')}
                </Button>
              </span>
            </li>
          ))}
        </ol>
        {error !== null && <CallFailed error={error} />}
        <div className={styles.buttons}>
          <Button
            variant="contained"
            aria-disabled={open > 0}
            loading={isPending}
            onClick={() => {
              if (open === 0) onTake(rows.map(({ occasion }) => occasion));
            }}
          >
            {t('hold', { n: rows.length })}
          </Button>
          <Button variant="outlined" onClick={onOther}>
            {t('other')}
          </Button>
        </div>
      </div>
    </SectionCard>
  );
}
