import type { DiagnosticReport, Observation } from '@medplum/fhirtypes';
import { coded, codedOrNull } from '@keneyapp/fhir-model/coded';
import { words } from '@keneyapp/fhir-model/text';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { membersOf, type Member } from '@keneyapp/fhir-model/members';
import { observedAt } from '@keneyapp/fhir-model/observation/when';
import type { Lookup } from '@keneyapp/fhir-model/references';
import type { Report } from './view.ts';

/** A report, or an Observation that only groups others (a panel without a report). */
export interface Panel {
  report: Omit<Report, 'results' | 'named' | 'missing'>;
  members: Member[];
}

const withdrawn = ['entered-in-error', 'cancelled'];

export function panelOfReport(report: DiagnosticReport, lookup: Lookup): Panel | null {
  if (withdrawn.includes(report.status ?? 'final')) return null;
  return {
    members: membersOf(report),
    report: {
      id: report.id ?? '',
      name: coded(report.code),
      category: codedOrNull(report.category?.[0]),
      date: observedAt(report).at,
      status: report.status ?? 'final',
      performers: [
        ...new Set(
          [...(report.resultsInterpreter ?? []), ...(report.performer ?? [])].flatMap(
            (who) => nameBehind(who, lookup, report) ?? [],
          ),
        ),
      ],
      conclusion:
        words(report.conclusion) ??
        ((report.conclusionCode ?? []).flatMap((c) => coded(c).text ?? []).join(' · ') || null),
      hasDocument: (report.presentedForm ?? []).length > 0,
    },
  };
}

export function panelOfObservation(observation: Observation): Panel | null {
  const members = membersOf(observation);
  if (members.length === 0 || withdrawn.includes(observation.status ?? 'final')) return null;
  return {
    members,
    report: {
      id: observation.id ?? '',
      name: coded(observation.code),
      category: codedOrNull(observation.category?.[0]),
      date: observedAt(observation).at,
      status: observation.status ?? 'final',
      performers: [],
      conclusion: null,
      hasDocument: false,
    },
  };
}
