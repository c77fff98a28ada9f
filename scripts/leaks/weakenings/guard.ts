// One list: each entry is a way to weaken the guard, read beside the others of the same guard.
import type { Edit } from '../edit.ts';
import type { Weakening } from '../weakening.ts';

const guard = 'src/access/chart-guard.ts',
  visible = 'src/access/labels.ts',
  released = 'src/access/released.ts',
  fates = 'src/access/fates.ts',
  neighbours = 'src/access/neighbours.ts',
  lists = 'src/access/list-guard.ts',
  compartment = 'src/fhir/compartment.ts',
  write = 'src/features/vitals/write.ts';
const everythingBelongs: Edit = {
  file: compartment,
  within: 'belongsTo',
  body: 'return patientId !== resource.resourceType;',
};
const labelsOfSeveral: Edit = {
  file: 'src/access/charts-guard.ts',
  within: 'show',
  find: 'told[i] ?? null',
  replace: 'told[i] ?? resources[at] ?? null',
};
const namedAll: Edit = {
  file: fates,
  within: 'fateOf',
  find: "type === 'Patient'",
  replace: "type === 'Patient' && target === patientId",
};

/** What comes through to a chart. */
export const ofTheGuard: readonly Weakening[] = [
  {
    id: 'files-that-nobody-shows',
    edits: [
      {
        file: 'src/access/guarded-fhir.ts',
        within: 'holdersOf',
        find: "referenceKey(attachment.url ?? '') === `Binary/${id}`",
        replace: "referenceKey(attachment.url ?? '') === `Binary/${id}/none`",
      },
    ],
    breaks: ['14 files: of a Binary that says nothing of itself and a document of this'],
  },
  {
    id: 'files-by-the-version-they-are-named-with',
    edits: [
      {
        file: 'src/access/guarded-fhir.ts',
        within: 'holdersOf',
        find: "{ 'location:below': $places, _count: $count }",
        replace: '{ location: $places, _count: $count }',
      },
    ],
    breaks: ['14 files: of a Binary that says nothing of itself and a document of somebody else shows in'],
  },
  {
    id: 'a-chart-shows-what-an-answer-brings-along',
    edits: [
      { file: guard, within: 'isAllowed', find: 'isOfChart(resource, patientId)', replace: 'true' },
      namedAll,
    ],
    breaks: ['4 includes'],
  },
  {
    id: 'labels-and-releases-are-forgotten',
    edits: [
      {
        file: visible,
        within: 'isPermitted',
        body: 'void resource; void hideLabels; void releasedOnly; return true;',
      },
      { file: neighbours, within: '#isLabelled', body: 'void resource; void obligations; return false;' },
    ],
    breaks: ['8 counts', '12 hidden: very restricted', '12 hidden: withheld', '12 hidden: a result'],
  },
  {
    id: 'labels-are-forgotten',
    edits: [{ file: visible, within: 'labelsOf', body: 'void resource; return [];' }],
    breaks: ['12 hidden: very restricted', '12 hidden: of a subject', '12 hidden: what is labelled'],
  },
  {
    id: 'labels-of-documents-are-forgotten',
    edits: [
      {
        file: visible,
        within: 'labelCodingsOf',
        find: "resource.resourceType === 'DocumentReference'",
        replace: '$found && own === null',
      },
    ],
    breaks: ['12 hidden: very restricted, whose document'],
  },
  {
    id: 'labels-of-compositions-are-forgotten',
    edits: [
      {
        file: visible,
        within: 'labelCodingsOf',
        find: "resource.resourceType === 'Composition'",
        replace: 'false',
      },
    ],
    breaks: ['12 hidden: very restricted, whose composition'],
  },
  {
    id: 'what-is-withheld-is-shown',
    edits: [{ file: released, within: 'isWithheld', find: 'c.code === withheld.code', replace: 'false' }],
    breaks: ['12 hidden: withheld', '14 forged requests: a Binary of another patient’s'],
  },
  {
    id: 'drafts-are-shown',
    edits: [
      {
        file: released,
        within: 'isReleased',
        find: 'codes.every((code) => rule.released.has(code))',
        replace: 'true',
      },
    ],
    breaks: ['12 hidden: a result', '12 drafts: a patient'],
  },
  {
    id: 'letters-that-are-not-finished-are-shown',
    edits: [
      { file: released, within: 'isReleased', find: '!signed.has(resource.docStatus)', replace: 'false' },
    ],
    breaks: ['12 hidden: a letter'],
  },
  {
    id: 'counts-are-the-servers',
    edits: [{ file: guard, within: 'chartGuard.isPartial', body: 'void type; return false;' }],
    breaks: ['8 counts'],
  },
  {
    id: 'other-patients-are-named',
    edits: [namedAll],
    breaks: ['11 identity: the others of a group', '11 identity: the others of a common'],
  },
  {
    id: 'references-are-told-as-they-are',
    edits: [
      {
        file: fates,
        within: 'tellable',
        body: 'void patientId; void ruleOf; void neighbours; return holder;',
      },
    ],
    breaks: ['11 others', '12 references', '12 drafts: a result'],
  },
  {
    id: 'labels-are-not-shared',
    edits: [{ file: neighbours, within: 'labels', find: 'seen.has(key)', replace: 'true' }],
    breaks: [
      '12 shared labels: Procedure',
      '12 shared labels: ServiceRequest',
      '12 shared labels: Observation',
      '12 shared labels: DocumentReference',
      '12 shared labels: what belongs',
      '12 shared labels: nobody',
      '12 shared labels: images',
      '12 lists: an appointment for',
    ],
  },
  {
    id: 'what-gathers-hidden-things-alone-is-shown',
    edits: [{ file: neighbours, within: 'isHidden', find: 'gathered.length > 0', replace: 'false' }],
    breaks: ['12 shared labels: a report', '12 shared labels: a list'],
  },
  {
    id: 'results-without-the-labels-of-their-report',
    edits: [
      {
        file: neighbours,
        within: '#take',
        find: "resource.resourceType !== 'DiagnosticReport'",
        replace: 'true',
      },
      { file: neighbours, within: '#take', find: "resource.resourceType !== 'Observation'", replace: 'true' },
    ],
    breaks: ['12 shared labels: what belongs'],
  },
  {
    id: 'reports-of-labelled-stays-are-not-looked-for',
    edits: [
      { file: neighbours, within: 'look', find: "typeof this.#patients === 'string'", replace: 'false' },
    ],
    breaks: ['12 shared labels: a result is hidden'],
  },
  {
    id: 'images-without-the-labels-of-their-stay',
    edits: [
      {
        file: 'src/proxy/gate.ts',
        within: '#shown',
        find: '!hidesSomething(decision.obligations)',
        replace: 'true',
      },
    ],
    breaks: ['12 shared labels: images'],
  },
  {
    id: 'lists-forget-objections',
    edits: [{ file: lists, within: 'shownAppointment', find: 'known.length === 0', replace: 'false' }],
    breaks: ['12 lists: who is objected'],
  },
  {
    id: 'lists-forget-labels-of-appointments',
    edits: [
      {
        file: lists,
        within: 'shownAppointment',
        find: 'charts.some((chart) => hidden(appointment, chart))',
        replace: 'false',
      },
    ],
    breaks: ['12 lists: of a labelled', '12 lists: an appointment for'],
  },
  {
    id: 'lists-tell-everybody-why',
    edits: [
      {
        file: lists,
        within: 'shownAppointment',
        find: 'charts.every((chart) => chart !== null)',
        replace: 'true',
      },
    ],
    breaks: ['12 lists: why somebody', '12 hidden: nothing clinical'],
  },
  {
    id: 'lists-forget-labels-of-stays',
    edits: [{ file: lists, within: 'shownStay', find: 'hidden(stay, chart)', replace: 'false' }],
    breaks: ['12 lists: search'],
  },
  { id: 'several-charts-forget-labels', edits: [labelsOfSeveral], breaks: ['12 wards: what is labelled'] },
  {
    id: 'several-charts-forget-stays-behind-orders',
    edits: [
      { file: neighbours, within: 'look', find: 'around.length > 0 && !hasAllStays', replace: 'false' },
    ],
    breaks: ['12 several charts'],
  },
  {
    id: 'wards-forget-labels-of-stays',
    edits: [
      labelsOfSeveral,
      { file: lists, within: 'shownStay', find: 'hidden(stay, chart)', replace: 'false && true' },
    ],
    breaks: ['12 wards: a stay that is labelled', '12 wards: of a chart'],
  },
  {
    id: 'wards-forget-objections',
    edits: [
      {
        file: lists,
        within: 'shownStay',
        find: 'chart === null || hidden(stay, chart)',
        replace: 'chart !== null && hidden(stay, chart)',
      },
      {
        file: 'src/access/open-charts.ts',
        within: 'openCharts',
        find: 'verdict.allow',
        replace: 'verdict !== null',
      },
      {
        file: 'src/access/record-clients.ts',
        within: 'chartsFhir',
        find: 'verdict.allow',
        replace: 'verdict !== null',
      },
    ],
    breaks: ['21 consent: who is objected to sees in the ward'],
  },
  {
    id: 'practitioners-as-they-are',
    edits: [{ file: visible, within: 'withoutPrivacies', body: 'return resource;' }],
    breaks: ['11 identity: what is private'],
  },
  {
    id: 'parts-of-a-page-without-their-decisions',
    edits: [
      {
        file: 'src/access/read-per-feature.ts',
        within: 'readPerFeature',
        find: '!verdict?.allow',
        replace: '!verdict',
      },
    ],
    breaks: ['1 roles: a page of extracts'],
  },
  {
    id: 'whatever-is-asked-for-belongs-to-the-patient',
    edits: [everythingBelongs],
    breaks: ['1 another patient: read', '10 moving: a version', '11 identity: the record'],
  },
  {
    id: 'lists-ask-for-everybody',
    edits: [
      everythingBelongs,
      { file: compartment, within: 'searchOf', body: 'void type; void patient; return {};' },
    ],
    breaks: ['3 oracles: parameters'],
  },
  {
    id: 'measures-of-anybody',
    edits: [
      everythingBelongs,
      {
        file: write,
        within: 'readOwn',
        find: "{ _id: ids.join(','), patient: $patient, _count: ids.length }",
        replace: "{ _id: ids.join(','), _count: ids.length }",
      },
      {
        file: write,
        within: 'readOwn',
        find: 'e.resource.subject?.reference === $patient',
        replace: 'e.resource !== null',
      },
    ],
    breaks: ['10 moving: a measure'],
  },
  {
    id: 'prescriptions-of-anybody',
    edits: [
      everythingBelongs,
      {
        file: 'src/ordering/formers.ts',
        within: 'formersOf',
        find: "{ _id: ids.join(','), patient, _count: ids.length }",
        replace: "{ _id: ids.join(','), _count: patient.length > 0 ? ids.length : 0 }",
      },
    ],
    breaks: ['10 moving: a prescription'],
  },
  {
    id: 'one-key-for-all-patients',
    edits: [
      {
        file: 'src/writing/write-ids.ts',
        within: 'writeIdOf',
        find: "of('write', key, userId, patientId, operation)",
        replace: "of('write', key, userId === patientId ? userId : operation)",
      },
    ],
    breaks: ['9 conditional'],
  },
];
