import styles from './drug-line.module.css';

export interface DrugLineProps {
  /** International name, or the product as recorded when there is none. */
  inn: string;
  brand?: string | null;
  /** Strength and form, dose, route, timing, duration: already in words, in this order; empty ones are left out. */
  parts: readonly (string | null | undefined)[];
  /** What was written in French: a part that holds it is said in French, on an English page too. */
  french?: readonly string[];
}

/**
 * A drug on one line in the order of the NHS guidance: name in bold, brand, dose, route, timing, duration.
 * https://service-manual.nhs.uk and "Design for patient safety: guidelines for safe on-screen display of medication information" (NPSA, 2010)
 */
export function DrugLine({ inn, brand, parts, french }: DrugLineProps) {
  return (
    <span className={styles.line}>
      <b className={styles.inn}>{inn}</b>
      {brand && <span className={styles.brand}>{`(${brand})`}</span>}
      {parts.map((part, i) =>
        part ? (
          <span
            className={styles.part}
            lang={french?.some((text) => part.includes(text)) ? 'fr' : undefined}
            key={i}
          >
            {part}
          </span>
        ) : null,
      )}
    </span>
  );
}
