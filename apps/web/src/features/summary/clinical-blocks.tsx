'use client';
import type { SummaryView } from '@keneyapp/bff/features/summary/view';
import { EmptyState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { encounterClass } from '../../components/encounter-class.ts';
import { Statements } from '../../components/statements.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { Block } from './block.tsx';
import { LeadsOn } from '../../components/leads-on.tsx';
import { withoutRepeats } from './encounter-words.ts';
import styles from './summary.module.css';

type Part<K extends keyof SummaryView> = { part: SummaryView[K]; patientId: string };

export function Problems({ part, patientId }: Part<'problems'>) {
  const t = useTranslations('summary');
  const f = useFormats();
  return (
    <Block
      section="problems"
      patientId={patientId}
      part={part}
      above={<Statements of="problem" statements={part.statements} />}
    >
      {(items) => (
        <ul className={styles.list}>
          {items.map((p) => (
            <li key={p.id}>
              <span className={styles.main}>
                <span className={styles.strong}>
                  <LeadsOn patientId={patientId} section="problems" at={`?open=${p.id}`}>
                    {f.coded(p.name)}
                  </LeadsOn>
                </span>
                {p.verification &&
                  p.verification !== 'confirmed' &&
                  p.verification !== 'entered-in-error' && (
                    <span className={styles.aside}>{t(`verification.${p.verification}`)}</span>
                  )}
                {p.verificationText && <span className={styles.aside}>{p.verificationText}</span>}
                {p.severity && <span className={styles.aside}>{f.coded(p.severity)}</span>}
              </span>
              <span className={styles.when}>{f.when(p.onset) ?? f.date(p.recordedDate)}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

export function Allergies({ part, patientId }: Part<'allergies'>) {
  const t = useTranslations('summary');
  const f = useFormats();
  const empty = (
    <EmptyState
      title={
        part.state === 'none-known'
          ? t('noKnownAllergies')
          : part.state === 'none-known-of'
            ? t('allergiesOnlyOf')
            : t('allergiesNotRecorded')
      }
    />
  );
  return (
    <Block
      section="allergies"
      patientId={patientId}
      part={part}
      above={<Statements of="allergy" statements={part.statements} />}
      empty={empty}
    >
      {(items) => (
        <ul className={styles.list}>
          {items.map((a) => (
            <li key={a.id} data-level={a.rank === 3 ? 'critical' : undefined}>
              <span className={styles.main}>
                <span className={a.rank === 3 ? styles.critical : styles.strong}>
                  {a.rank === 3 && <b aria-hidden>!! </b>}
                  <LeadsOn patientId={patientId} section="allergies" at={`?open=${a.id}`}>
                    {f.coded(a.substance)}
                  </LeadsOn>
                </span>
                {a.reactions.length > 0 && (
                  <span className={styles.aside}>
                    {[...new Set(a.reactions.flatMap((r) => r.manifestations.map((m) => f.coded(m))))].join(
                      ', ',
                    )}
                  </span>
                )}
              </span>
              <span className={styles.when}>{a.rank > 0 && t(`rank.${a.rank as 1 | 2 | 3}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

export function Encounters({ part, patientId }: Part<'encounters'>) {
  const t = useTranslations('summary');
  const f = useFormats();
  return (
    <Block section="encounters" patientId={patientId} part={part}>
      {(items) => (
        <ul className={styles.list}>
          {items.map((e) => {
            const kind = encounterClass(e.class);
            return (
              <li key={e.id}>
                <span className={styles.main}>
                  <span className={styles.strong}>
                    <LeadsOn patientId={patientId} section="encounters" at={`/${e.id}`}>
                      {kind ? t(`class.${kind}`) : e.type ? f.coded(e.type) : t('class.other')}
                    </LeadsOn>
                  </span>
                  {e.isCurrent && <span className={styles.now}>{t('ongoing')}</span>}
                  <span className={styles.aside}>
                    {withoutRepeats(kind ? t(`class.${kind}`) : '', [
                      kind && e.type && f.coded(e.type),
                      ...e.reasons.map((r) => f.coded(r)),
                      // of a stay that lasts the bed, of another the service
                      (e.isCurrent && e.place ? f.place(e.place) : e.place?.service) ?? e.organization,
                    ]).join(' · ')}
                  </span>
                </span>
                <span className={styles.when}>
                  {e.isCurrent ? t('since', { date: f.date(e.start) ?? '' }) : f.date(e.start)}
                  {e.lengthMinutes !== null && e.lengthMinutes >= 1440 && (
                    <span className={styles.aside}>{f.minutes(e.lengthMinutes)}</span>
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Block>
  );
}

export function Immunizations({ part, patientId }: Part<'immunizations'>) {
  const t = useTranslations('summary');
  const f = useFormats();
  return (
    <Block
      section="immunizations"
      patientId={patientId}
      part={part}
      above={<Statements of="immunization" statements={part.statements} />}
    >
      {(items) => (
        <ul className={styles.list}>
          {items.map((i) => (
            <li key={i.id}>
              <span className={styles.main}>
                <span className={styles.strong}>
                  <LeadsOn patientId={patientId} section="immunizations" at={`?open=${i.id}`}>
                    {f.coded(i.vaccine)}
                  </LeadsOn>
                </span>
                {i.isSubpotent && <span className={styles.aside}>{t('subpotent')}</span>}
                {i.protocols.map(
                  ({ doseNumber: n, doseTotal: total }, at) =>
                    n && (
                      <span key={at} className={styles.aside}>
                        {total ? t('doseOf', { n, total }) : t('dose', { n })}
                      </span>
                    ),
                )}
              </span>
              <span className={styles.when}>{f.date(i.date) ?? i.dateText}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
