'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import { askedFields, touchedKinds } from './asked.ts';
import list from './records.module.css';
import { useAuditWords } from './words.ts';

/** Ids of one kind that are named; the technical details name all. */
const maxNamed = 5;

/** What a record touched, by kind and number. */
export function Touched({ resources }: { resources: readonly string[] }) {
  const t = useTranslations('audit.panel');
  const words = useAuditWords();
  return (
    <ul className={list.plain}>
      {touchedKinds(resources).map(({ type, ids }) => (
        <li key={type}>
          {words.thing(type)}
          {ids.length > 0 && (
            <span className="muted">
              {' '}
              ({ids.slice(0, maxNamed).join(', ')}
              {ids.length > maxNamed && `, ${t('more', { n: ids.length - maxNamed })}`})
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What was asked, field by field. */
export function Asked({ query }: { query: string }) {
  const t = useTranslations('audit.panel');
  const words = useAuditWords();
  const f = useFormats();
  const fields = askedFields(query);
  if (fields === null) return <span className={list.code}>{query}</span>;
  if (fields.length === 0) return null;
  const wordsOf = (name: string, value: unknown): string => {
    if (typeof value === 'boolean') return value ? t('yes') : t('no');
    if (Array.isArray(value)) return value.map((one) => wordsOf(name, one)).join(', ');
    if (typeof value !== 'string') return typeof value === 'number' ? String(value) : JSON.stringify(value);
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return f.date(value) ?? value;
    if (name === 'kind') return words.kind(value);
    if (name === 'outcome') return words.outcome(value);
    if (name === 'feature') return words.feature(value) ?? value;
    if (name === 'type') return words.thing(value);
    if (name === 'role') return words.role(value) ?? value;
    return name === 'invalid' ? words.field(value) : value;
  };
  return (
    <ul className={list.plain}>
      {fields.map(({ name, value }) => (
        <li key={name}>{t('field', { name: words.field(name), value: wordsOf(name, value) })}</li>
      ))}
    </ul>
  );
}
