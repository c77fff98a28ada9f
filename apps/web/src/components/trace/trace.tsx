'use client';
import { useTranslations } from 'next-intl';
import { useState, type CSSProperties, type KeyboardEvent } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { LeadStrip, type Caliper } from './lead-strip.tsx';
import { gains, perMillivolt, speeds, zooms, type Gain, type Speed, type TraceLead } from './trace-scale.ts';
import styles from './trace.module.css';

interface Props {
  leads: readonly TraceLead[];
  /** Samples a second; null where nobody says it. */
  rate: number | null;
}

const usual = zooms.indexOf(4);
/** What fits on a sheet, in millimetres. */
const sheet = 270;

/** A recorded signal as on paper: speed and gain chosen, enlarged by buttons and + − 0, moved by the arrows, measured by pulling. */
export function Trace({ leads, rate }: Props) {
  const t = useTranslations('common.trace');
  const f = useFormats();
  const [speed, setSpeed] = useState<Speed>(25);
  const [gain, setGain] = useState<Gain>(10);
  const [zoom, setZoom] = useState(usual);
  const [isMeasuring, setMeasuring] = useState(false);
  const [caliper, setCaliper] = useState<Caliper | null>(null);
  const voltage = leads.filter(({ unit }) => perMillivolt(unit) !== null);
  const others = [...new Set(leads.filter((l) => !voltage.includes(l)).map(({ unit }) => unit))];
  const zoomTo = (next: number) => setZoom(Math.max(0, Math.min(zooms.length - 1, next)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') zoomTo(zoom + 1);
    else if (event.key === '-') zoomTo(zoom - 1);
    else if (event.key === '0') zoomTo(usual);
    else return;
    event.preventDefault();
  };
  const longest = Math.max(0, ...leads.map(({ values }) => values.length));
  return (
    <div className={styles.trace}>
      <div className={`${styles.tools} no-print`}>
        {rate !== null && (
          <Choice
            label={t('speed')}
            values={speeds}
            value={speed}
            words={(n) => t('perSecond', { n: f.number(n) })}
            onChoose={setSpeed}
          />
        )}
        {voltage.length > 0 && (
          <Choice
            label={t('gain')}
            values={gains}
            value={gain}
            words={(n) => t('perMillivolt', { n: f.number(n) })}
            onChoose={setGain}
          />
        )}
        <div role="group" aria-label={t('zoom')} className={styles.choice}>
          <button
            type="button"
            aria-label={t('smaller')}
            disabled={zoom === 0}
            onClick={() => zoomTo(zoom - 1)}
          >
            −
          </button>
          <button
            type="button"
            aria-label={t('larger')}
            disabled={zoom === zooms.length - 1}
            onClick={() => zoomTo(zoom + 1)}
          >
            +
          </button>
        </div>
        <button
          type="button"
          className={styles.tool}
          aria-pressed={isMeasuring}
          onClick={() => {
            setMeasuring(!isMeasuring);
            setCaliper(null);
          }}
        >
          {t('measure')}
        </button>
        <span role="status" className={styles.said}>
          {isMeasuring && (caliper ? measureWords(caliper, leads, rate, t, f) : t('pull'))}
        </span>
      </div>
      <p className={styles.note}>
        {[
          rate === null ? t('noRate') : t('perSecond', { n: f.number(speed) }),
          voltage.length > 0 && t('perMillivolt', { n: f.number(gain) }),
          others.length > 0 && t('noScale', { units: others.map((u) => u || t('noUnit')).join(', ') }),
          rate !== null && voltage.length > 0 && t('square'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {rate !== null && (longest / rate) * speed > sheet && (
        <p className={styles.paperOnly}>{t('cut', { n: sheet })}</p>
      )}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- enlarged and moved by the keys */}
      <div
        className={styles.leads}
        role="region"
        aria-label={t('label')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled with the keys
        tabIndex={0}
        data-measuring={isMeasuring || undefined}
        style={{ '--screen-mm': `${zooms[zoom] ?? 4}px` } as CSSProperties}
        onKeyDown={onKeyDown}
      >
        {leads.map((lead, index) => (
          <LeadStrip
            key={`${index} ${lead.name}`}
            lead={lead}
            rate={rate}
            speed={speed}
            gain={gain}
            caliper={caliper?.index === index ? caliper : null}
            {...(isMeasuring && { onMeasure: (between) => setCaliper({ ...between, index }) })}
          />
        ))}
      </div>
    </div>
  );
}

function Choice<T extends number>({
  label,
  values,
  value,
  words,
  onChoose,
}: {
  label: string;
  values: readonly T[];
  value: T;
  words: (n: T) => string;
  onChoose: (n: T) => void;
}) {
  return (
    <div role="group" aria-label={label} className={styles.choice}>
      {values.map((n) => (
        <button key={n} type="button" aria-pressed={n === value} onClick={() => onChoose(n)}>
          {words(n)}
        </button>
      ))}
    </div>
  );
}

function measureWords(
  { index, samples, amount }: Caliper,
  leads: readonly TraceLead[],
  rate: number | null,
  t: ReturnType<typeof useTranslations<'common.trace'>>,
  f: ReturnType<typeof useFormats>,
): string {
  const unit = leads[index]?.unit ?? '';
  const perMv = perMillivolt(unit);
  const ms = rate === null ? null : Math.round((samples / rate) * 1000);
  const size = perMv === null ? amount : amount / perMv;
  return [
    ms !== null && t('milliseconds', { n: f.number(ms) }),
    ms !== null && ms >= 200 && t('perMinute', { n: f.number(Math.round(60_000 / ms)) }),
    `${f.number(Math.round(size * 100) / 100)} ${perMv === null ? unit : 'mV'}`.trim(),
  ]
    .filter(Boolean)
    .join(' · ');
}
