'use client';
import type { BannerClinical } from '@keneyapp/bff/features/patients/view';
import { useNow, useTranslations } from 'next-intl';
import Link from 'next/link';
import { absenceWords } from '../../components/absence-words.ts';
import { Aged } from '../../components/aged.tsx';
import { Ago } from '../../components/ago.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './banner.module.css';

const shown = 3;

/** Second line: allergies with the worst first, weight, flags. What could not be read says so rather than looking empty. */
export function BannerClinicalLine({
  clinical,
  patientId,
  isWhole,
}: {
  clinical: BannerClinical;
  patientId: string;
  /** Opened on a phone: nothing is cut. */
  isWhole: boolean;
}) {
  const t = useTranslations('patients.banner');
  const c = useTranslations('common');
  const f = useFormats();
  const { allergies, weight, flags, late, failed } = clinical;
  const rest = allergies.items.length - shown;
  const words = ({ substance, reactions }: (typeof allergies.items)[number], most = reactions.length) => {
    const all = [...new Set(reactions.map((r) => f.coded(r).toLocaleLowerCase(f.locale)))];
    const cut = all.length > most ? ` +${all.length - most}` : '';
    return f.coded(substance) + (all[0] ? ` (${all.slice(0, most).join(', ')}${cut})` : '');
  };
  return (
    <div className={styles.clinical}>
      <Link href={`/patients/${patientId}/allergies`} prefetch={false} className={styles.allergies}>
        {allergies.failed || failed.includes('allergies') ? (
          <span className={styles.flag} data-tone="critical">
            !! {t('allergiesFailed')}
          </span>
        ) : allergies.state === 'none-known' ? (
          <span className={styles.trait}>{t('noAllergies')}</span>
        ) : allergies.state === 'none-known-of' ? (
          <span className={styles.flag} data-tone="abnormal">
            ?{' '}
            {[
              ...allergies.noneOf.map((kind) => absenceWords({ of: 'allergy', says: 'none-known', kind }, c)),
              t('othersNotRecorded'),
            ].join(', ')}
          </span>
        ) : allergies.state === 'not-recorded' ? (
          <span className={styles.flag} data-tone="abnormal">
            ? {t('allergiesNotRecorded')}
          </span>
        ) : (
          <>
            <span className={styles.allergyWord}>
              <span className={styles.word}>
                {allergies.items.length > 1 ? t('allergies') : t('allergy')}
              </span>
              {/* where the line is too short for all of them, their number is not */}
              {allergies.items.length > 1 && (
                <span className={styles.count}> ({f.number(allergies.items.length)})</span>
              )}
            </span>
            {allergies.items.slice(0, shown).map((a) => (
              <span key={a.id} className={styles.allergy} data-rank={a.rank} title={words(a)}>
                {a.rank === 3 && <b aria-hidden>!!{'\u00a0'}</b>}
                {a.rank === 3 && <span className="visually-hidden">{t('severe')} </span>}
                {isWhole ? words(a) : a.rank === 3 ? words(a, 1) : f.coded(a.substance)}
              </span>
            ))}
            {rest > 0 && (
              <span className={styles.allergy} data-rank="0">
                {t('moreAllergies', { n: rest })}
              </span>
            )}
          </>
        )}
        {allergies.isContradicted && (
          <span className={styles.flag} data-tone="abnormal">
            ? {t('contradicted')}
          </span>
        )}
        <span className="visually-hidden">{t('allergiesLink')}</span>
      </Link>
      {late && <Late late={late} patientId={patientId} />}
      {weight && (
        <p className={`${styles.trait} ${styles.detail}`} title={f.dateTime(weight.date) ?? undefined}>
          <span>{t('weight')}</span>{' '}
          <Aged isOld={weight.isOld}>
            <span title={f.exact(weight.amount) ?? undefined}>{f.amount(weight.amount)}</span>
            {weight.date && (
              <span>
                ({f.date(weight.date)}
                {weight.isOld && (
                  <>
                    , <Ago value={weight.date} />
                  </>
                )}
                )
              </span>
            )}
          </Aged>
        </p>
      )}
      {flags.map((flag) => (
        <p
          key={flag.id}
          // an isolation is never folded away: it says what to put on before going in
          className={flag.kind === 'isolation' ? styles.flag : `${styles.flag} ${styles.detail}`}
          data-tone={flag.kind === 'isolation' ? 'abnormal' : 'info'}
          title={flag.since ? t('flagSince', { date: f.date(flag.since) ?? '' }) : undefined}
        >
          {flagWords(
            // a limitation of treatment is no directive of the patient’s: words say which it is
            flag.kind === 'other' || (flag.kind === 'advance-directive' && flag.text)
              ? null
              : t(`flag.${flag.kind}`),
            flag.text ?? (flag.code ? f.coded(flag.code) : null),
          )}
        </p>
      ))}
      {failed
        .filter((part) => part !== 'allergies')
        .map((part) => (
          <p key={part} className={styles.flag} data-tone="abnormal">
            ? {t(`failed.${part}`)}
          </p>
        ))}
    </div>
  );
}

/** Vital signs of somebody in the house that are late, from the minute on in which they are. */
function Late({ late, patientId }: { late: NonNullable<BannerClinical['late']>; patientId: string }) {
  const t = useTranslations('patients.banner');
  const f = useFormats();
  const now = useNow({ updateInterval: 60_000 }).getTime();
  if (!late.isLate && !(late.at !== null && Date.parse(late.at) < now)) return null;
  return (
    <Link
      href={`/patients/${patientId}/vitals`}
      prefetch={false}
      className={styles.flag}
      data-tone="abnormal"
      title={late.at ? t('lateSince', { time: f.dateTime(late.at) ?? '' }) : t('lateUnknown')}
    >
      ! {t('late')}
    </Link>
  );
}

/** `Isolement contact`, `Directives anticipées enregistrées`: the kind is not said twice. */
function flagWords(kind: string | null, text: string | null): string {
  if (!kind || !text) return kind ?? text ?? '';
  return text.toLocaleLowerCase().startsWith(kind.toLocaleLowerCase()) ? text : `${kind} – ${text}`;
}
