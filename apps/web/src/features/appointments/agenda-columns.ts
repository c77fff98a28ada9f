import type { OpeningsView } from '@keneyapp/bff/features/appointments/booking-view';
import type { AgendaItem, Named } from '@keneyapp/bff/features/appointments/view';
import type { GridColumn } from './grid/grid-column.ts';
import { openingOn } from './grid/openings.ts';

/** Who or what has columns. */
export interface Shown {
  /** By name. */
  of: readonly { resource: string; name: string }[];
  /** One was chosen: its column is there, also when nothing is in it. */
  isOne: boolean;
  /** What names none of their kind has a column too. */
  hasOthers: boolean;
}

export const peopleOf = (people: readonly Named[]): Shown['of'] =>
  people.map(({ id, name }) => ({ resource: `Practitioner/${id}`, name }));
export const roomsOf = (rooms: readonly Named[]): Shown['of'] =>
  rooms.map(({ id, name }) => ({ resource: `Location/${id}`, name }));

const resourcesOf = ({ practitioners, rooms }: AgendaItem): string[] =>
  [...peopleOf(practitioners), ...roomsOf(rooms)].map(({ resource }) => resource);

/**
 * Of one day a column for each of these in which something is, or that is open or absent that day; and one for what names
 * none (an examination without a practitioner).
 * @param nobody title of that one
 */
export function columnsOfDay(
  items: readonly AgendaItem[],
  {
    day,
    shown,
    openings,
    nobody,
  }: { day: string; shown: Shown; openings: OpeningsView | undefined; nobody: string },
): GridColumn[] {
  const byResource = new Map<string, AgendaItem[]>();
  for (const item of items)
    for (const resource of resourcesOf(item)) {
      const own = byResource.get(resource) ?? [];
      own.push(item);
      byResource.set(resource, own);
    }
  const columns = shown.of.map(({ resource, name }): GridColumn => {
    const own = byResource.get(resource) ?? [];
    const services = [...new Set(own.flatMap((item) => item.services.map((one) => one.name)))];
    return {
      ...{ key: resource.replace('/', '-'), title: name, resource, day, items: own },
      ...(services.length > 0 ? { note: services.join(', ') } : {}),
      opening: openingOn(openings, resource, day),
    };
  });
  const others = shown.hasOthers ? items.filter((item) => item.practitioners.length === 0) : [];
  return [
    ...columns.filter(
      ({ items: own, opening }) =>
        shown.isOne || own.length > 0 || [...(opening?.open ?? []), ...(opening?.absent ?? [])].length > 0,
    ),
    ...(others.length > 0
      ? [{ key: 'nobody', title: nobody, day, resource: null, opening: null, items: others }]
      : []),
  ];
}

/** Each day a column; of one practitioner or room with its hours. */
export const columnsOfWeek = (
  items: readonly AgendaItem[],
  days: readonly string[],
  {
    resource,
    openings,
    titleOf,
  }: { resource: string | null; openings: OpeningsView | undefined; titleOf: (day: string) => string },
): GridColumn[] =>
  days.map((day) => ({
    key: day,
    title: titleOf(day),
    day,
    resource,
    opening: resource === null ? null : openingOn(openings, resource, day),
    items: items.filter((item) => item.day === day),
  }));
