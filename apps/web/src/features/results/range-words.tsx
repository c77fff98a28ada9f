'use client';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './results.module.css';
import { rangeWords, type Point } from './rows.ts';

/** The range of a value; both of its ends stay on one line. */
export function RangeWords({ point }: { point: Point }) {
  const f = useFormats();
  return <span className={point.range ? styles.limits : undefined}>{rangeWords(point, f)}</span>;
}
