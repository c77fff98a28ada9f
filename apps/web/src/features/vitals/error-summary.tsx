'use client';
import type { FieldName, Problem, Problems, Sign } from './form-state.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

/** What keeps the form from being saved, each a link to its field. */
export function ErrorSummary({ problems, idOf }: { problems: Problems; idOf: (field: FieldName) => string }) {
  const { t, problem: words } = useVitalsWords();
  const entries = Object.entries(problems) as [FieldName, Problem][];
  if (entries.length === 0) return null;
  return (
    <div className={styles.summary} role="alert">
      <h3>{t('errors.title', { n: entries.length })}</h3>
      <ul>
        {entries.map(([field, problem]) => (
          <li key={field}>
            <a
              href={`#${idOf(field)}`}
              onClick={(e) => {
                e.preventDefault();
                document.getElementById(idOf(field))?.focus();
              }}
            >
              {t(`names.${field}`)}
            </a>{' '}
            : {words(problem, field as Sign)}
          </li>
        ))}
      </ul>
    </div>
  );
}
