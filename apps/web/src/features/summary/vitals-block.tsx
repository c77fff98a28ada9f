'use client';
import type { SummaryView, VitalTile } from '@keneyapp/bff/features/summary/view';
import { valueClass } from '@keneyapp/ui/flag-chip';
import { instantOf } from '@keneyapp/ui/format';
import { Quantity } from '@keneyapp/ui/quantity';
import { Sparkline } from '@keneyapp/ui/sparkline';
import { useTranslations } from 'next-intl';
import { Ago } from '../../components/ago.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { Block } from './block.tsx';
import styles from './summary.module.css';

export function Vitals({ part, patientId }: { part: SummaryView['vitals']; patientId: string }) {
  return (
    <Block section="vitals" isCounted={false} patientId={patientId} part={part}>
      {(items) => (
        <ul className={styles.tiles}>
          {items.map((tile) => (
            <Tile key={tile.kind} tile={tile} />
          ))}
        </ul>
      )}
    </Block>
  );
}

/** Last value, its flag, how it went, how old it is. */
function Tile({ tile }: { tile: VitalTile }) {
  const t = useTranslations('summary.vital');
  const f = useFormats();
  const points = tile.points.map((p) => ({ at: instantOf(p.date), value: p.value, second: p.second }));
  const [first] = tile.points;
  return (
    <li className={styles.tile} data-level={tile.level}>
      <span className={styles.tileName}>{t(tile.kind)}</span>
      <span className={styles.tileValue}>
        {tile.value !== null ? (
          <Quantity
            value={tile.value}
            second={tile.second}
            unit={tile.unit}
            code={tile.unitCode}
            level={tile.level}
            locale={f.locale}
          />
        ) : (
          <span className={valueClass(tile.level)}>{tile.text}</span>
        )}
        <ClinicalFlag level={tile.level} direction={tile.direction} />
      </span>
      <span className={styles.tileFoot}>
        <span className="muted">
          <Ago value={tile.date} />
        </span>
        {first && points.length > 1 && (
          <Sparkline
            points={points}
            level={tile.level}
            width={72}
            height={20}
            label={t('trend', { name: t(tile.kind), n: points.length, since: f.date(first.date) ?? '' })}
          />
        )}
      </span>
    </li>
  );
}
