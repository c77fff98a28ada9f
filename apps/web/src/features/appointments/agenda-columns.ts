import type { AgendaItem, Named } from '@keneyapp/bff/features/appointments/view';
import type { GridColumn } from './grid/agenda-grid.tsx';

/**
 * Of one day a column for each practitioner, by name, and one for what names none (a room, an examination).
 * @param noPractitioner title of that one
 */
export function columnsOfDay(
  items: readonly AgendaItem[],
  {
    day,
    who,
    practitioners,
    noPractitioner,
  }: {
    day: string;
    /** Only this one, also when nobody comes to them. */
    who: string | null;
    practitioners: readonly Named[];
    noPractitioner: string;
  },
): GridColumn[] {
  const shown = practitioners.filter(({ id }) => who === null || id === who);
  const columns = shown.map(({ id, name }): GridColumn => {
    const own = items.filter((item) => item.practitioners.some((one) => one.id === id));
    const services = [...new Set(own.flatMap((item) => item.services.map((one) => one.name)))];
    return {
      key: id,
      title: name,
      ...(services.length > 0 ? { note: services.join(', ') } : {}),
      day,
      items: own,
    };
  });
  const others = who === null ? items.filter((item) => item.practitioners.length === 0) : [];
  return [
    ...columns.filter(({ items: own }) => own.length > 0 || who !== null),
    ...(others.length > 0 ? [{ key: 'nobody', title: noPractitioner, day, items: others }] : []),
  ];
}

/** Each day a column. */
export const columnsOfWeek = (
  items: readonly AgendaItem[],
  days: readonly string[],
  titleOf: (day: string) => string,
): GridColumn[] =>
  days.map((day) => ({
    key: day,
    title: titleOf(day),
    day,
    items: items.filter((item) => item.day === day),
  }));
