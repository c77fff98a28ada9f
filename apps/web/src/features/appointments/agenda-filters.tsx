'use client';
import type { Named } from '@keneyapp/bff/features/appointments/view';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { NativeSelect } from '../../components/native-select.tsx';
import { useOptimisticParams } from '../../components/same-page-link.tsx';
import { agendaHref, allRooms, everywhere, ownUnits, type AgendaParams } from './agenda-search-params.ts';
import styles from './agenda.module.css';

interface Props {
  place: AgendaParams;
  who: string | null;
  own: string | null;
  practitioners: readonly Named[];
  rooms: readonly Named[];
  services: readonly Named[];
}

/** No id has a stroke. */
const asRoom = 'room/';

/** Whose and where. Native lists: they work by keyboard, by touch and by voice without code of ours. */
export function AgendaFilters({ place: shown, who: whoShown, own, practitioners, rooms, services }: Props) {
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
        <NativeSelect
          value={place.room === null ? (who ?? 'all') : `${asRoom}${place.room}`}
          onChoose={(value) =>
            go(
              value.startsWith(asRoom)
                ? { who: null, room: value.slice(asRoom.length) }
                : { who: value, room: null },
            )
          }
        >
          <option value="all">{t('filter.everybody')}</option>
          {practitioners.map(({ id, name }) => (
            <option key={id} value={id}>
              {id === own ? `${name} (${t('filter.me')})` : name}
            </option>
          ))}
          {who !== null && !practitioners.some((p) => p.id === who) && (
            <option value={who}>{t('filter.unknown')}</option>
          )}
          {(rooms.length > 0 || place.room !== null) && (
            <optgroup label={t('filter.rooms')}>
              <option value={`${asRoom}${allRooms}`}>{t('filter.allRooms')}</option>
              {rooms.map(({ id, name }) => (
                <option key={id} value={`${asRoom}${id}`}>
                  {name}
                </option>
              ))}
              {place.room !== null &&
                place.room !== allRooms &&
                !rooms.some(({ id }) => id === place.room) && (
                  <option value={`${asRoom}${place.room}`}>{t('filter.unknown')}</option>
                )}
            </optgroup>
          )}
        </NativeSelect>
      </label>
      <label className={styles.filter}>
        {t('filter.where')}
        <NativeSelect value={where} onChoose={(value) => go({ where: value })}>
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
        </NativeSelect>
      </label>
    </>
  );
}
