import type { AgendaItem, Named } from '@keneyapp/bff/features/appointments/view';
import { fromParis } from '../../components/form/paris-time.ts';
import type { Drop } from './grid/agenda-grid.tsx';
import { clock } from './grid/grid-column.ts';

/** Where an appointment is to go, as the BFF asks for it. */
export interface MoveTarget {
  start: string;
  /** Null: as long as it is. */
  minutes: number | null;
  /** Null: the same. */
  resources: string[] | null;
}

/** Null: on that day there is no such time. @param rooms ids of rooms that can be booked; a ward that is named is none */
export function targetOf(drop: Drop, rooms: ReadonlySet<string>): MoveTarget | null {
  const start = fromParis(`${drop.column.day}T${clock(drop.from)}`);
  if (start === null) return null;
  const [old, next] = [drop.fromColumn.resource, drop.column.resource];
  const isElsewhere = next !== null && next !== old;
  return {
    start,
    minutes: drop.minutes,
    resources: isElsewhere ? resourcesWith(drop.item, { old, next, rooms }) : null,
  };
}

/** Somebody else, or another room, in place of what had it; the others stay. */
function resourcesWith(
  { resources }: AgendaItem,
  { old, next, rooms }: { old: string | null; next: string; rooms: ReadonlySet<string> },
): string[] {
  const kept = resources.filter((one) => {
    const [type = '', id = ''] = one.split('/');
    if (type.startsWith('Practitioner')) return old !== `Practitioner/${id}`;
    return one !== old && rooms.has(id);
  });
  return [...new Set([next, ...kept])];
}

/** The appointment as it will be, to be shown at once. */
export function movedItem(
  item: AgendaItem,
  to: MoveTarget,
  { column, fromColumn }: Pick<Drop, 'column' | 'fromColumn'>,
): AgendaItem {
  const minutes = to.minutes ?? item.minutes;
  const goneTo = (named: Named[], type: string): Named[] =>
    to.resources === null || !column.resource?.startsWith(`${type}/`)
      ? named
      : [
          { id: column.resource.slice(type.length + 1), name: column.title },
          ...named.filter(({ id }) => ![column.resource, fromColumn.resource].includes(`${type}/${id}`)),
        ];
  return {
    ...item,
    ...{ day: column.day, minutes, start: to.start },
    end: minutes === null ? item.end : new Date(Date.parse(to.start) + minutes * 60_000).toISOString(),
    resources: to.resources ?? item.resources,
    practitioners: goneTo(item.practitioners, 'Practitioner'),
    rooms: goneTo(item.rooms, 'Location'),
  };
}
