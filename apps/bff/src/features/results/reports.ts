import type { DiagnosticReport, Observation } from '@medplum/fhirtypes';
import { coded, codedOrNull } from '@keneyapp/fhir-model/coded';
import { readReportText } from '@keneyapp/fhir-model/report';
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

export function panelOfReport(report: DiagnosticReport, lookup: Lookup, fhirUrl: string): Panel | null {
  // a cancelled report may say why; it is shown as cancelled
  if (report.status === 'entered-in-error') return null;
  return {
    members: membersOf(report),
    report: {
      type: 'DiagnosticReport',
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
      ...readReportText(report, fhirUrl),
    },
  };
}

export function panelOfObservation(observation: Observation): Panel | null {
  const members = membersOf(observation);
  if (members.length === 0 || withdrawn.includes(observation.status ?? 'final')) return null;
  return {
    members,
    report: {
      type: 'Observation',
      id: observation.id ?? '',
      name: coded(observation.code),
      category: codedOrNull(observation.category?.[0]),
      date: observedAt(observation).at,
      status: observation.status ?? 'final',
      performers: [],
      conclusion: null,
      conclusions: [],
      files: [],
      narrative: null,
    },
  };
}
