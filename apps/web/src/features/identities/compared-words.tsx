'use client';
import type { ComparedField, LookAlike } from '@keneyapp/bff/features/identities/view';
import { useTranslations } from 'next-intl';
import styles from './identities.module.css';

export const groupOf = ({ level }: ComparedField): 'agree' | 'near' | 'differ' | null =>
  level === null ? null : level === 'equal' ? 'agree' : level === 'different' ? 'differ' : 'near';

/** `date de naissance (un chiffre d’écart)`. */
export function useComparedWords() {
  const t = useTranslations('identities');
  const level = (one: ComparedField): string | null => {
    const key = `level.${one.level}`;
    return t.has(key as 'level.alike') ? t(key as 'level.alike') : null;
  };
  return {
    level,
    field: (one: ComparedField): string => {
      const more = level(one);
      return more ? `${t(`compared.${one.field}`)} (${more})` : t(`compared.${one.field}`);
    },
  };
}

/** A place of which only the country is known comes as its code, and one that nobody knows as 99999: neither tells anybody anything. */
export const placeWords = (text: string | null): string =>
  text && !/^([A-Z]{3}|99999)$/.test(text) ? text : '';

/** What agrees and what differs between two identities, in words. */
export function Compared({ fields, heldBack }: Pick<LookAlike, 'fields' | 'heldBack'>) {
  const t = useTranslations('identities.alike');
  const words = useComparedWords();
  return (
    <ul className={styles.compared}>
      {(['differ', 'near', 'agree'] as const).map((group) => {
        const of = fields.filter((one) => groupOf(one) === group);
        return of.length === 0 ? null : (
          <li key={group} data-group={group}>
            {t(group, { fields: of.map(words.field).join(', ') })}
          </li>
        );
      })}
      {heldBack && <li data-group="differ">{t(`heldBack.${heldBack}`)}</li>}
    </ul>
  );
}
