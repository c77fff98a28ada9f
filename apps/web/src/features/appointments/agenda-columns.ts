import type { OpeningsView } from '@keneyapp/bff/features/appointments/booking-view';
import type { AgendaItem, Named } from '@keneyapp/bff/features/appointments/view';
import type { GridColumn } from './grid/grid-column.ts';
import { openingOn } from './grid/openings.ts';

/**
 * Of one day a column for each practitioner to whom somebody comes, or who is open or absent that day, by name; and one for
 * what names none (a room, an examination).
 * @param noPractitioner title of that one
 */
export function columnsOfDay(
  items: readonly AgendaItem[],
  {
    day,
    who,
    practitioners,
    openings,
    noPractitioner,
  }: {
    day: string;
    /** Only this one, also when nobody comes to them. */
    who: string | null;
    practitioners: readonly Named[];
    openings: OpeningsView | undefined;
    noPractitioner: string;
  },
): GridColumn[] {
  const byPractitioner = new Map<string, AgendaItem[]>();
  for (const item of items)
    for (const { id } of item.practitioners) {
      const own = byPractitioner.get(id) ?? [];
      own.push(item);
      byPractitioner.set(id, own);
    }
  const columns = practitioners
    .filter(({ id }) => who === null || id === who)
    .map(({ id, name }): GridColumn => {
      const own = byPractitioner.get(id) ?? [];
      const services = [...new Set(own.flatMap((item) => item.services.map((one) => one.name)))];
      return {
        ...{ key: id, title: name, practitionerId: id, day, items: own },
        ...(services.length > 0 ? { note: services.join(', ') } : {}),
        opening: openingOn(openings, id, day),
      };
    });
  const others = who === null ? items.filter((item) => item.practitioners.length === 0) : [];
  return [
    ...columns.filter(
      ({ items: own, opening }) =>
        who !== null || own.length > 0 || [...(opening?.open ?? []), ...(opening?.absent ?? [])].length > 0,
    ),
    ...(others.length > 0
      ? [
          {
            ...{ key: 'nobody', title: noPractitioner, day, items: others },
            ...{ practitionerId: null, opening: null },
          },
        ]
      : []),
  ];
}

/** Each day a column; of one practitioner with their hours. */
export const columnsOfWeek = (
  items: readonly AgendaItem[],
  days: readonly string[],
  {
    who,
    openings,
    titleOf,
  }: { who: string | null; openings: OpeningsView | undefined; titleOf: (day: string) => string },
): GridColumn[] =>
  days.map((day) => ({
    key: day,
    title: titleOf(day),
    day,
    practitionerId: who,
    opening: who === null ? null : openingOn(openings, who, day),
    items: items.filter((item) => item.day === day),
  }));
