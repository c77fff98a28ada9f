'use client';
import { useTranslations } from 'next-intl';
import { SamePageLink } from '../../components/same-page-link.tsx';
import styles from './results.module.css';

/** The name of a test leads to its course; the box beside it adds the course to those that are compared. */
export function TestName({
  name,
  unit,
  href,
  isOn,
  isFull,
  onCompare,
}: {
  name: string;
  /** Said where another test has the same name. */
  unit: string;
  href: string;
  isOn: boolean;
  isFull: boolean;
  onCompare: (isOn: boolean, at: Element) => void;
}) {
  const t = useTranslations('results.compare');
  const isBarred = isFull && !isOn;
  return (
    <span className={styles.test}>
      {/* first for the keys of the table, second to the eye */}
      <SamePageLink className={styles.oneLine} href={href}>
        {name}
        {unit && <span className="muted">, {unit}</span>}
      </SamePageLink>
      <label
        className={`${styles.compare} no-print`}
        title={isBarred ? t('full') : t('one', { name })}
        data-barred={isBarred || undefined}
      >
        <input
          type="checkbox"
          checked={isOn}
          disabled={isBarred}
          onChange={(event) => onCompare(event.target.checked, event.target)}
        />
        <span className="visually-hidden">{t('one', { name })}</span>
      </label>
    </span>
  );
}
