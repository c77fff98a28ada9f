import type { SearchParams } from '@keneyapp/fhir-client';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { coded, oneOf } from '@keneyapp/fhir-model/coded';
import { epochMs } from '@keneyapp/fhir-model/dates';
import { homonymsAmong, listedPerson } from '@keneyapp/fhir-model/listed-person';
import { idOf, lookupIn, type Lookup } from '@keneyapp/fhir-model/references';
import type { Bundle, ImagingStudy, ServiceRequest } from '@medplum/fhirtypes';
import { readStudy, reportsByStudy, type UnreadStudies, type UnreadStudy } from './view.ts';

/** Older ones are no work of today. */
export const unreadDays = 30;
/** So many are read at once; beyond them the list says that there are more. */
const maxRead = 1_000;
const maxRows = 200;

const back = (now: Date, days: number) => `ge${new Date(now.getTime() - days * 86_400_000).toISOString()}`;

export const studySearch = (now: Date, own: SearchParams) => ({
  type: 'ImagingStudy' as const,
  params: { started: back(now, unreadDays), _sort: '-started', _count: maxRead, ...own },
});

/** Reports on them: made or issued since. */
export const reportSearches = (now: Date, patient: string) =>
  (['date', 'issued'] as const).map((dated) => ({
    type: 'DiagnosticReport' as const,
    params: {
      patient,
      'category:not': 'LAB,HM,CH,MB',
      [dated]: back(now, unreadDays + 1),
      _count: 2 * maxRead,
    } as SearchParams,
  }));

const priorities = ['stat', 'asap', 'urgent'] as const;
const isReadForGood = (status: string) =>
  !['registered', 'partial', 'preliminary', 'unknown'].includes(status);

/** Orders that a study answers, as far as they are shown. */
const ordersOf = (study: ImagingStudy, lookup: Lookup): ServiceRequest[] =>
  (study.basedOn ?? []).flatMap((reference) => {
    const order = lookup(reference, study);
    return order?.resourceType === 'ServiceRequest' ? [order] : [];
  });

/** The most urgent of them. */
function priorityOf(orders: readonly ServiceRequest[]): UnreadStudy['priority'] {
  const ordered = orders.map(({ priority }) => oneOf(priorities, priority));
  return priorities.find((priority) => ordered.includes(priority)) ?? null;
}

/** Studies without a report that stands for good, as the charts of their patients show them. */
export function unreadStudies(
  { studies, reports, people }: { studies: Bundle; reports: readonly Bundle[]; people: Bundle },
  now: Date,
): Pick<UnreadStudies, 'rows' | 'isTruncated'> {
  const persons = new Map(
    matches(people, 'Patient').map((patient) => [patient.id ?? '', listedPerson(patient, now)]),
  );
  const alike = homonymsAmong([...persons.values()]);
  const lookup = lookupIn(studies);
  const byStudy = reportsByStudy(reports.flatMap((bundle) => matches(bundle, 'DiagnosticReport')));
  const rows = matches(studies, 'ImagingStudy')
    .filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled')
    .flatMap((study): UnreadStudy[] => {
      const patient = persons.get(idOf(study.subject) ?? '');
      const report = byStudy.get(study.id ?? '');
      if (!patient || (report && isReadForGood(report.status))) return [];
      const row = readStudy(study, report);
      // what is announced and has no images yet is nothing to look at
      if (row.state === 'expected') return [];
      const orders = ordersOf(study, lookup);
      // what is asked stands on the order where the study does not repeat it
      const reason = row.reason ?? orders.map(({ reasonCode }) => coded(reasonCode?.[0]).text).find(Boolean);
      const told = { ...row, reason: reason ?? null };
      return [{ patient, isHomonym: alike.has(patient.id), priority: priorityOf(orders), study: told }];
    })
    .sort((a, b) => rank(a) - rank(b) || epochMs(a.study.date ?? '') - epochMs(b.study.date ?? ''));
  return {
    rows: rows.slice(0, maxRows),
    isTruncated: rows.length > maxRows || hasNext(studies) || reports.some(hasNext),
  };
}

const rank = ({ priority }: UnreadStudy): number =>
  priority === null ? priorities.length : priorities.indexOf(priority);
