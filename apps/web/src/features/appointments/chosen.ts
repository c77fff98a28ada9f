import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { allRooms } from './agenda-search-params.ts';

/** Ids of whose, which room's and which service's appointments are looked at; null: of all, and of rooms `all` of them. */
export interface Chosen {
  who: string | null;
  room: string | null;
  where: string | null;
}

/** Whether it is among them; the screen and the list on paper show the same. */
export const isChosen = (
  { practitioners, rooms, services }: Pick<AgendaItem, 'practitioners' | 'rooms' | 'services'>,
  { who, room, where }: Chosen,
): boolean =>
  (who === null || practitioners.some(({ id }) => id === who)) &&
  (room === null || (room === allRooms ? rooms.length > 0 : rooms.some(({ id }) => id === room))) &&
  (where === null || services.some(({ id }) => id === where));
