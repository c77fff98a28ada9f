import { patientReference } from '@keneyapp/fhir-model/references';
import type { CodeableConcept, Coding, DetectedIssue, Practitioner, Reference } from '@medplum/fhirtypes';
import { answerTo } from './answers.ts';
import type { Alert, Answer, ChecksView, NotRun } from './checks-view.ts';

export const orderCheckSystem = 'https://keneyapp.example/fhir/CodeSystem/order-check';
const reasonsSystem = 'https://keneyapp.example/fhir/CodeSystem/override-reason';
/** HL7's kinds of issues, where one of them is meant (https://terminology.hl7.org/CodeSystem-v3-ActCode.html). */
const kinds: [prefix: string, code: string, display: string][] = [
  ['allergy.', 'ALGY', 'Allergy Alert'],
  ['interaction.', 'DRG', 'Drug Interaction Alert'],
  ['duplicate.', 'DUPTHPY', 'Duplicate Therapy Alert'],
  ['dose.', 'DOSE', 'Dosage problem'],
  ['age.', 'AGE', 'Age Alert'],
  ['pregnancy.', 'PREG', 'Pregnancy Alert'],
  ['kidney.', 'LAB', 'Lab Alert'],
];

interface Recording {
  patientId: string;
  author: Reference<Practitioner>;
  now: Date;
  /** Of what was looked at. */
  labels: readonly Coding[];
  /** The order that a line of the basket becomes. */
  orderAt(line: number): Reference | null;
}

/**
 * What is written with the orders, in one transaction: each alert that somebody answered, with the reason, and each check that
 * did not run. What informs alone leaves no trace: it stood on the screen and asked for nothing.
 */
export function detectedIssuesOf(
  { alerts, notRun }: ChecksView,
  answers: readonly Answer[],
  recording: Recording,
): DetectedIssue[] {
  return [
    ...alerts.flatMap((alert) => {
      const answer = alert.level === 'informs' ? null : answerTo(alert, answers);
      return answer ? [answered(alert, answer, recording)] : [];
    }),
    ...notRun.map((one) => notDone(one, recording)),
  ];
}

/** It quotes what was looked at, and so is kept from whom that is kept. */
const common = ({ patientId, now, labels, orderAt }: Recording, lines: readonly number[]) => ({
  resourceType: 'DetectedIssue' as const,
  ...(labels.length > 0 ? { meta: { security: [...labels] } } : {}),
  patient: { reference: patientReference(patientId) },
  identifiedDateTime: now.toISOString(),
  implicated: lines.flatMap((line) => orderAt(line) ?? []),
});

function answered(alert: Alert, { reason, words }: Answer, recording: Recording): DetectedIssue {
  const { author, now } = recording;
  const display = alert.reasons.find(({ code }) => code === reason)?.display;
  const text = [display, words.trim()].filter(Boolean).join(' : ');
  return {
    ...common(recording, alert.lines),
    status: 'final',
    code: codeOf(alert.rule),
    severity: alert.level === 'blocks' ? 'high' : 'moderate',
    author,
    detail: [alert.summary, alert.detail, sourceOf(alert)].filter(Boolean).join('\n\n'),
    ...(alert.source.url === null ? {} : { reference: alert.source.url }),
    mitigation: [
      {
        action: {
          ...(display === undefined ? {} : { coding: [{ system: reasonsSystem, code: reason, display }] }),
          ...(text ? { text } : {}),
        },
        date: now.toISOString(),
        author,
      },
    ],
  };
}

const sourceOf = ({ source: { label, date } }: Alert): string =>
  date === null ? label : `${label} (${date})`;

function codeOf(rule: string): CodeableConcept {
  const kind = kinds.find(([prefix]) => rule.startsWith(prefix));
  return {
    coding: [
      ...(kind
        ? [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: kind[1], display: kind[2] }]
        : []),
      { system: orderCheckSystem, code: rule },
    ],
  };
}

/** `preliminary`: nobody knows yet whether there is something. */
const notDone = ({ title, detail, reason, lines, service }: NotRun, recording: Recording): DetectedIssue => ({
  ...common(recording, lines),
  status: 'preliminary',
  code: { coding: [{ system: orderCheckSystem, code: `not-run.${reason}` }], text: title },
  detail: [detail, service].filter(Boolean).join(' · '),
});
