type Query = Record<string, string | string[] | undefined>;
const textOf = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' ? value : null;
const agendaPattern = /^(Practitioner|Location|Device|HealthcareService)\/[A-Za-z0-9.-]{1,64}$/;
const agendaIn = (query: Query): string | null => {
  const text = textOf(query['agenda'] ?? query['resource']);
  return text !== null && agendaPattern.test(text) ? text : null;
};
const instantIn = (text: string | null): string | null =>
  text !== null &&
  /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) &&
  !Number.isNaN(Date.parse(text))
    ? text
    : null;

/** What the address of the rules says: `/agenda/rules?agenda=Practitioner/1&where=all`. */
export interface RulesPlace {
  /** Null: the first. */
  agenda: string | null;
  /** Agendas of the whole house. */
  isAll: boolean;
}
export const readRulesPlace = (query: Query): RulesPlace => ({
  agenda: agendaIn(query),
  isAll: textOf(query['where']) === 'all',
});
const href = (path: string, params: Record<string, string | null>): string => {
  const said = Object.entries(params).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  const query = new URLSearchParams(said).toString();
  return query === '' ? path : `${path}?${query}`;
};
export const rulesHref = ({ agenda, isAll }: RulesPlace): string =>
  href('/agenda/rules', { agenda, where: isAll ? 'all' : null });

/** `/agenda/waiting?view=clashes&where=all`. */
export interface WaitingPlace {
  view: 'waiting' | 'clashes';
  ofOwnUnits: boolean;
}
export const readWaitingPlace = (query: Query): WaitingPlace => ({
  view: textOf(query['view']) === 'clashes' ? 'clashes' : 'waiting',
  ofOwnUnits: textOf(query['where']) !== 'all',
});
export const waitingHref = ({ view, ofOwnUnits }: WaitingPlace): string =>
  href('/agenda/waiting', { view: view === 'clashes' ? view : null, where: ofOwnUnits ? null : 'all' });

/** `/agenda/absence?resource=Practitioner/1&start=…&end=…`. */
export interface AbsencePlace {
  resource: string | null;
  start: string | null;
  end: string | null;
}
export const readAbsencePlace = (query: Query): AbsencePlace => ({
  resource: agendaIn(query),
  start: instantIn(textOf(query['start'])),
  end: instantIn(textOf(query['end'])),
});
export const absenceHref = ({ resource, start, end }: AbsencePlace): string =>
  href('/agenda/absence', { resource, start, end });
