'use client';
import type { SummaryView, VitalTile } from '@keneyapp/bff/features/summary/view';
import { instantOf } from '@keneyapp/ui/format';
import { Sparkline } from '@keneyapp/ui/sparkline';
import { useNow, useTranslations } from 'next-intl';
import { Aged, useIsOld } from '../../components/aged.tsx';
import { Ago } from '../../components/ago.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { JudgementNote } from '../../components/judgement-note.tsx';
import { periodSince } from '../../components/period.ts';
import { ScoreCell } from '../../components/score-cell.tsx';
import { RecordedValue } from '../../components/recorded-value.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { Block } from './block.tsx';
import { LeadsOn } from '../../components/leads-on.tsx';
import styles from './summary.module.css';

export function Vitals({ part, patientId }: { part: SummaryView['vitals']; patientId: string }) {
  const t = useTranslations('summary');
  const { warning } = part;
  return (
    <Block
      section="vitals"
      isCounted={false}
      patientId={patientId}
      part={part}
      above={
        warning && (
          <p className={styles.warning}>
            <b>{t('vital.news2')}</b> <ScoreCell score={warning} isExplained />
          </p>
        )
      }
    >
      {(items) => (
        <ul className={styles.tiles}>
          {/* the score stands above, with what tells most of it */}
          {items
            .filter(({ kind }) => !(warning?.kind === 'score' && kind === 'news2'))
            .map((tile) => (
              <Tile key={tile.observationId} tile={tile} patientId={patientId} />
            ))}
        </ul>
      )}
    </Block>
  );
}

/** Its curve over a period that holds what is drawn here; of what has none its row of the table. */
function placeOf({ kind, row, date, points }: VitalTile, now: number): string {
  const start = instantOf(points[0]?.date ?? date ?? '');
  return `?${new URLSearchParams({
    view: kind !== 'other' && points.length > 0 ? 'curves' : 'table',
    period: Number.isNaN(start) ? 'all' : periodSince(start, now),
    row,
  })}`;
}

/** Last value, its flag, how it went, how old it is. */
function Tile({ tile, patientId }: { tile: VitalTile; patientId: string }) {
  const t = useTranslations('summary.vital');
  const c = useTranslations('common.observed');
  const f = useFormats();
  const isOld = useIsOld()(tile.date, tile.freshForDays);
  const points = tile.points.map((p) => ({ at: instantOf(p.date), value: p.value, second: p.second }));
  const [first] = tile.points;
  const now = useNow({ updateInterval: 60_000 }).getTime();
  const [own, ...otherValues] = tile.values;
  const name = tile.kind === 'other' ? f.coded(tile.label) : t(tile.kind);
  return (
    <li className={styles.tile} data-level={isOld ? 'unknown' : tile.level} data-old={isOld}>
      <span className={styles.tileName}>
        <LeadsOn patientId={patientId} section="vitals" at={placeOf(tile, now)}>
          {name}
        </LeadsOn>
      </span>
      <span className={styles.tileValue}>
        <Aged isOld={isOld}>
          {own && (
            <>
              {own.name && `${f.partName(own.name)} `}
              <RecordedValue value={own.value} level={tile.level} />
            </>
          )}
          <ClinicalFlag level={tile.level} direction={tile.direction} />
        </Aged>
      </span>
      <span className={styles.tileNotes}>
        {otherValues.map((part, i) => (
          <span key={i}>{f.labelled(part.name && f.partName(part.name), f.value(part.value))}</span>
        ))}
        {tile.recorded && <span>{f.recordedAs(tile.recorded)}</span>}
        {tile.alsoThen > 0 && <span>{c('alsoThen', { n: tile.alsoThen })}</span>}
        <JudgementNote of={tile} />
      </span>
      <span className={styles.tileFoot}>
        <span className="muted">
          {isOld && <span className="visually-hidden">{c('old')} </span>}
          <Ago value={tile.date} />
        </span>
        {first && points.length > 1 && (
          <Sparkline
            points={points}
            level={tile.level}
            width={72}
            height={20}
            label={t('trend', { name, n: points.length, since: f.date(first.date) ?? '' })}
          />
        )}
      </span>
    </li>
  );
}
