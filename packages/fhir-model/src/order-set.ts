import type { Regimen } from '@keneyapp/clinical/prescribing';
import type {
  ActivityDefinition,
  CodeableConcept,
  PlanDefinition,
  PlanDefinitionAction,
} from '@medplum/fhirtypes';
import { coded, oneOf } from './coded.ts';
import { date } from './dates.ts';
import { dosagesOf } from './dosage-write.ts';
import { regimenOf } from './regimen-read.ts';
import { categoryConcept, categoryOf, type ServiceCategory } from './service-request.ts';
import { rhythmOfTiming, timingOf, type Rhythm } from './service-timing.ts';
import { systemOf } from './systems.ts';
import { words } from './text.ts';

const settings = ['inpatient', 'community', 'discharge'] as const;
const priorities = ['routine', 'urgent', 'asap', 'stat'] as const;
const medicationCategories = 'http://terminology.hl7.org/CodeSystem/medicationrequest-category';

interface CodedWords {
  text: string;
  code: { system: string; code: string } | null;
}
/** An order without its patient: neither when, nor for what, nor a word on somebody. */
export type OrderTemplate =
  | {
      kind: 'drug';
      coded: CodedWords;
      regimen: Regimen;
      setting: (typeof settings)[number];
      priority: (typeof priorities)[number];
    }
  | ({
      kind: 'service';
      category: ServiceCategory;
      coded: CodedWords;
      priority: (typeof priorities)[number];
      addressee: string;
    } & Rhythm);

/** Orders that belong together, as the hospital has decided: https://hl7.org/fhir/R4/plandefinition.html */
export interface OrderSet {
  id: string;
  title: string;
  description: string | null;
  publisher: string | null;
  approvedOn: string | null;
  /** Null: something of it says more than can be taken over, and half a set is none. */
  lines: OrderTemplate[] | null;
}

/** Each action names an ActivityDefinition that the plan contains; what has conditions, relations or choices is no plain set. */
export function readOrderSet(plan: PlanDefinition): OrderSet {
  const contained = new Map<string, ActivityDefinition>(
    (plan.contained ?? []).flatMap((one) =>
      one.resourceType === 'ActivityDefinition' ? [[`#${one.id ?? ''}`, one] as const] : [],
    ),
  );
  const lines = (plan.action ?? []).map((action) => {
    const activity = contained.get(action.definitionCanonical ?? '');
    return activity && isPlain(action) ? templateOf(activity) : null;
  });
  return {
    id: plan.id ?? '',
    title: words(plan.title) ?? words(plan.name) ?? '',
    description: words(plan.description),
    publisher: words(plan.publisher),
    approvedOn: date(plan.approvalDate) ?? date(plan.date),
    lines: lines.length > 0 && lines.every((one) => one !== null) ? lines : null,
  };
}

const plainElements: ReadonlySet<string> = new Set([
  'id',
  'title',
  'description',
  'textEquivalent',
  'definitionCanonical',
]);
const isPlain = (action: PlanDefinitionAction): boolean =>
  Object.keys(action).every((one) => plainElements.has(one));

/** What an activity may say beside its order without changing it: what it is called, by whom and since when. */
const aboutElements: ReadonlySet<string> = new Set([
  ...['resourceType', 'id', 'meta', 'text', 'language', 'url', 'identifier', 'version', 'name', 'title'],
  ...[
    'subtitle',
    'status',
    'experimental',
    'date',
    'publisher',
    'contact',
    'description',
    'usage',
    'purpose',
  ],
  ...['copyright', 'approvalDate', 'lastReviewDate', 'author', 'editor', 'reviewer', 'endorser', 'intent'],
  ...['kind', 'priority', 'topic', 'doNotPerform', 'relatedArtifact', 'useContext', 'jurisdiction'],
]);
const orderElements: Record<OrderTemplate['kind'], readonly string[]> = {
  drug: ['productCodeableConcept', 'dosage'],
  service: ['code', 'timingTiming', 'participant'],
};
const saysNoMore = (activity: ActivityDefinition, kind: OrderTemplate['kind']): boolean =>
  Object.keys(activity).every((one) => aboutElements.has(one) || orderElements[kind].includes(one));

function templateOf(activity: ActivityDefinition): OrderTemplate | null {
  const isDrug = activity.kind === 'MedicationRequest';
  if (activity.doNotPerform || !saysNoMore(activity, isDrug ? 'drug' : 'service')) return null;
  const priority = oneOf(priorities, activity.priority) ?? 'routine';
  if (isDrug) {
    const concept = codedWords(activity.productCodeableConcept);
    const regimen = regimenOf(activity.dosage);
    const setting = (activity.topic ?? []).map((one) => oneOf(settings, one)).find((one) => one !== null);
    return concept && regimen && setting
      ? { kind: 'drug', coded: concept, regimen, setting, priority }
      : null;
  }
  if (activity.kind !== 'ServiceRequest') return null;
  const concept = codedWords(activity.code);
  const category = (activity.topic ?? []).map(categoryOf).find((one) => one !== null);
  const rhythm = activity.timingTiming
    ? rhythmOfTiming(activity.timingTiming)
    : { timing: null, duration: null };
  const addressee = activity.participant?.flatMap(({ role }) => words(role?.text) ?? []).join(', ') ?? '';
  return concept && category && rhythm
    ? { kind: 'service', category, coded: concept, priority, addressee, ...rhythm }
    : null;
}

function codedWords(concept: CodeableConcept | undefined): CodedWords | null {
  const [coding] = concept?.coding ?? [];
  const text = words(coding?.display) ?? coded(concept).text;
  if (text === null) return null;
  return { text, code: coding?.code ? { system: systemOf(coding), code: coding.code } : null };
}

/** The same, written: what a hospital loads as its set. */
export function orderSetPlan(
  { id, title, description, publisher, approvedOn }: Omit<OrderSet, 'lines'>,
  lines: readonly OrderTemplate[],
): PlanDefinition & { id: string } {
  return {
    resourceType: 'PlanDefinition',
    id,
    status: 'active',
    type: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'order-set' }],
    },
    title,
    ...(description === null ? {} : { description }),
    ...(publisher === null ? {} : { publisher }),
    ...(approvedOn === null ? {} : { approvalDate: approvedOn }),
    contained: lines.map((line, i) => ({ ...activityOf(line), id: `a${i + 1}` })),
    action: lines.map((line, i) => ({ title: line.coded.text, definitionCanonical: `#a${i + 1}` })),
  };
}

function activityOf(line: OrderTemplate): ActivityDefinition {
  const { text, code } = line.coded;
  const concept: CodeableConcept = { ...(code ? { coding: [{ ...code, display: text }] } : {}), text };
  const base = { resourceType: 'ActivityDefinition', status: 'active', priority: line.priority } as const;
  if (line.kind === 'drug')
    return {
      ...base,
      kind: 'MedicationRequest',
      topic: [{ coding: [{ system: medicationCategories, code: line.setting }] }],
      productCodeableConcept: concept,
      dosage: dosagesOf(line.regimen, null),
    };
  const timing = timingOf(line, null);
  return {
    ...base,
    kind: 'ServiceRequest',
    topic: [categoryConcept(line.category)],
    code: concept,
    ...(timing ? { timingTiming: timing } : {}),
    ...(line.addressee ? { participant: [{ type: 'practitioner', role: { text: line.addressee } }] } : {}),
  };
}
