import type { ReactNode } from 'react';
import styles from './drug-line.module.css';

export interface DrugLineProps {
  /** International name, or the product as recorded when there is none. */
  inn: string;
  brand?: string | null;
  /** Strength and form, dose, route, timing, duration: already in words, in this order; empty ones are left out. */
  parts: readonly (string | null | undefined)[];
  /** What stands in a part in another language than the page. */
  foreign?: { lang: string; texts: readonly string[] } | undefined;
}

/**
 * A drug on one line in the order of the NHS guidance: name in bold, brand, dose, route, timing, duration.
 * https://service-manual.nhs.uk and "Design for patient safety: guidelines for safe on-screen display of medication information" (NPSA, 2010)
 */
export function DrugLine({ inn, brand, parts, foreign }: DrugLineProps) {
  return (
    <span className={styles.line}>
      <b className={styles.inn}>{inn}</b>
      {brand && <span className={styles.brand}>{`(${brand})`}</span>}
      {parts.map((part, i) =>
        part ? (
          <span className={styles.part} key={i}>
            {inItsLanguage(part, foreign)}
          </span>
        ) : null,
      )}
    </span>
  );
}

function inItsLanguage(part: string, foreign: DrugLineProps['foreign']): ReactNode {
  const text = foreign?.texts.find((one) => part.includes(one));
  if (!text) return part;
  const [before, after] = part.split(text);
  return (
    <>
      {before}
      <span lang={foreign?.lang}>{text}</span>
      {after}
    </>
  );
}
