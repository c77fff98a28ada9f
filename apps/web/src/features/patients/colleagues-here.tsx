'use client';
import { useTranslations } from 'next-intl';
import { useColleagues, type Colleague } from '../../shell/colleagues.ts';
import styles from './colleagues-here.module.css';

const shown = 3;

/** Who else has this chart open: initials in the banner, names in the list that they open. */
export function ColleaguesHere({ patientId }: { patientId: string }) {
  const t = useTranslations('patients.here');
  const roles = useTranslations('shell.roles');
  const here = useColleagues(patientId);
  if (here.length === 0) return null;
  const role = ({ role: of }: Colleague) => (roles.has(of as 'doctor') ? roles(of as 'doctor') : of);
  const isEmergency = here.some((one) => one.isEmergency);
  return (
    <details className={`${styles.here} no-print`}>
      <summary>
        <span className="visually-hidden">
          {t('label', { n: here.length, names: here.map(({ name }) => name).join(', ') })}
        </span>
        {here.slice(0, shown).map((one, i) => (
          <span key={i} aria-hidden className={styles.initials} data-emergency={one.isEmergency}>
            {initials(one.name)}
          </span>
        ))}
        {here.length > shown && <span aria-hidden>+{here.length - shown}</span>}
        {isEmergency && (
          <span aria-hidden className={styles.sign}>
            !
          </span>
        )}
      </summary>
      <div className={styles.list}>
        <p>{t('title')}</p>
        <ul>
          {here.map((one, i) => (
            <li key={i}>
              <b>{one.name}</b> <span className="muted">{role(one)}</span>
              {one.isEmergency && <span className={styles.emergency}>! {t('emergency')}</span>}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}

/** `Dr Claire Moreau`: CM. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => !/^(dr|pr|m|mme)\.?$/i.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .flatMap((word) => [...(word ?? '')][0] ?? [])
    .join('')
    .toLocaleUpperCase();
}
