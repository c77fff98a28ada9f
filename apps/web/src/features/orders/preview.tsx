'use client';
import type { LineError } from '@keneyapp/clinical/typed-line';
import { Fragment } from 'react';
import { useOrderWords } from './use-order-words.ts';
import styles from './orders.module.css';

interface Props {
  text: string;
  errors: readonly LineError[];
  /** What was read, in words. */
  parts: readonly string[];
}

/** What was read of a line, or what is wrong with it at its place. */
export function Preview({ text, errors, parts }: Props) {
  const { t } = useOrderWords();
  if (errors.length === 0)
    return (
      <ul className={styles.read}>
        {parts.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
    );
  const inPlace = errors.toSorted((a, b) => a.start - b.start);
  return (
    <>
      <p className={styles.typed}>
        {inPlace.map(({ code, start, end }, i) => {
          const before = inPlace[i - 1]?.end ?? 0;
          return (
            <Fragment key={`${start} ${code}`}>
              {text.slice(before, start)}
              <mark>{text.slice(Math.max(before, start), end)}</mark>
            </Fragment>
          );
        })}
        {text.slice(inPlace.at(-1)?.end ?? 0)}
      </p>
      <ul className={styles.wrong} role="status">
        {inPlace.map((one) => (
          <li key={`${one.start} ${one.code}`}>
            {t('typed.problem', {
              text: text.slice(one.start, one.end),
              why: one.instead
                ? t('typed.errors.dangerous-instead', { instead: one.instead })
                : t(`typed.errors.${one.code}`),
            })}
            {one.candidates.length > 0 && ` ${one.candidates.map(({ display }) => display).join(' · ')}`}
          </li>
        ))}
      </ul>
    </>
  );
}
