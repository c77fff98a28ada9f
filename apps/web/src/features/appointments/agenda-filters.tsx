'use client';
import type { Named } from '@keneyapp/bff/features/appointments/view';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useOptimisticParams } from '../../components/same-page-link.tsx';
import { agendaHref, everywhere, ownUnits, type AgendaParams } from './agenda-search-params.ts';
import styles from './agenda.module.css';

interface Props {
  place: AgendaParams;
  who: string | null;
  own: string | null;
  practitioners: readonly Named[];
  services: readonly Named[];
}

/** Whose and where. Native lists: they work by keyboard, by touch and by voice without code of ours. */
export function AgendaFilters({ place: shown, who: whoShown, own, practitioners, services }: Props) {
  const t = useTranslations('appointments');
  const router = useRouter();
  const [place, go] = useOptimisticParams(shown, (next) =>
    router.replace(agendaHref(next), { scroll: false }),
  );
  const where = place.where ?? ownUnits;
  const who = place.who === shown.who ? whoShown : place.who;
  return (
    <>
      <label className={styles.filter}>
        {t('filter.who')}
        <select value={who ?? 'all'} onChange={(event) => go({ who: event.target.value })}>
          <option value="all">{t('filter.everybody')}</option>
          {practitioners.map(({ id, name }) => (
            <option key={id} value={id}>
              {id === own ? `${name} (${t('filter.me')})` : name}
            </option>
          ))}
          {who !== null && !practitioners.some((p) => p.id === who) && <option value={who}>{who}</option>}
        </select>
      </label>
      <label className={styles.filter}>
        {t('filter.where')}
        <select value={where} onChange={(event) => go({ where: event.target.value })}>
          <option value={ownUnits}>{t('filter.ownUnits')}</option>
          <option value={everywhere}>{t('filter.everywhere')}</option>
          {services.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          {![ownUnits, everywhere].includes(where) && !services.some((s) => s.id === where) && (
            <option value={where}>{where}</option>
          )}
        </select>
      </label>
    </>
  );
}
