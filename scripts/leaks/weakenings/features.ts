// Long because it is one list: what a feature would show if it forgot one guard.
import type { Weakening } from '../weakening.ts';
import { allowedWhere } from './policy-answers.ts';

const lists = 'src/access/list-guard.ts';
const router = (feature: string) => `src/features/${feature}/router.ts`;

/** One feature reads with the system's client instead of the chart's: what is left out of a chart comes out on its page. */
const withTheSystemsClient: Weakening[] = [
  ...(
    [
      ['problems', 'list'],
      ['allergies', 'list'],
      ['medications', 'list'],
      ['results', 'list'],
      ['documents', 'list'],
      ['imaging', 'list'],
      ['encounters', 'list'],
      ['immunizations', 'list'],
      ['procedures', 'list'],
      ['orders', 'list'],
      ['family', 'list'],
      ['flags', 'list'],
      ['implants', 'list'],
      ['record', 'list'],
    ] as const
  ).map(([feature, procedure]) => ({
    id: `${feature}-with-the-systems-client`,
    edits: [
      {
        file: router(feature),
        within: `${feature}Router.${procedure}`,
        find: 'ctx.fhir',
        replace: 'ctx.services.systemFhir',
      },
    ],
    breaks: [`12 withheld: ${feature}.${procedure}`],
  })),
  {
    id: 'habits-with-the-systems-client',
    edits: [
      {
        file: router('habits'),
        within: 'habitsRouter.list',
        find: 'ctx.fhir.batchSearch',
        replace: 'ctx.services.systemFhir.batchSearch',
      },
    ],
    breaks: ['12 withheld: habits.list'],
  },
  // what is made of extracts of other pages
  ...(
    [
      ['summary', 'get'],
      ['timeline', 'list'],
      ['patients', 'banner'],
    ] as const
  ).map(([feature, procedure]) => ({
    id: `${feature}-with-the-systems-client`,
    edits: [
      {
        file: router(feature),
        within: `${feature}Router.${procedure}`,
        find: 'readPerFeature(ctx, $searches)',
        replace: 'readPerFeature({ ...ctx, chartFhir: () => ctx.services.systemFhir }, $searches)',
      },
    ],
    breaks: [`12 withheld: ${feature}.${procedure}`],
  })),
  {
    id: 'a-stay-with-the-systems-client',
    edits: [
      {
        file: router('encounters'),
        within: 'encountersRouter.open',
        find: 'ctx.fhir',
        replace: 'ctx.services.systemFhir',
      },
      {
        file: router('encounters'),
        within: 'encountersRouter.open',
        find: 'readPerFeature(ctx, aroundStay($patient, $id))',
        replace:
          'readPerFeature({ ...ctx, chartFhir: () => ctx.services.systemFhir }, aroundStay($patient, $id))',
      },
    ],
    breaks: ['12 withheld: encounters.open'],
  },
  {
    id: 'vitals-with-the-systems-client',
    edits: [
      {
        file: router('vitals'),
        within: 'load',
        find: 'ctx.fhir.batchSearch($searches)',
        replace: 'ctx.services.systemFhir.batchSearch($searches)',
      },
    ],
    breaks: ['12 withheld: vitals.flowsheet'],
  },
  {
    id: 'versions-of-measures-with-the-systems-client',
    edits: [
      {
        file: 'src/features/vitals/write.ts',
        within: 'readOwn',
        find: 'ctx.fhir',
        replace: 'ctx.services.systemFhir',
      },
      {
        file: router('vitals'),
        within: 'versions',
        find: 'ctx.fhir.history($type, $id)',
        replace: 'ctx.services.systemFhir.history($type, $id)',
      },
    ],
    breaks: ['12 withheld: vitals.versions'],
  },
  {
    id: 'counts-with-the-systems-client',
    edits: [
      {
        file: router('record'),
        within: 'recordRouter.types',
        find: 'ctx.fhir',
        replace: 'ctx.services.systemFhir',
      },
    ],
    breaks: ['8 counts'],
  },
  ...['read', 'history', 'version'].map((procedure) => ({
    id: `${procedure}-of-the-record-with-the-systems-client`,
    edits: [
      // `own` stays, and belongs to the chart and no more
      {
        file: router('record'),
        within: `recordRouter.${procedure}`,
        find: 'ctx.fhir.read($type, $id)',
        replace: 'ctx.services.systemFhir.read($type, $id)',
      },
      ...(procedure === 'history'
        ? [
            {
              file: router('record'),
              within: 'recordRouter.history',
              find: 'ctx.fhir.history($type, $id)',
              replace: 'ctx.services.systemFhir.history($type, $id)',
            },
          ]
        : procedure === 'version'
          ? [
              {
                file: router('record'),
                within: 'recordRouter.version',
                find: 'ctx.fhir.vread($type, $id, $version)',
                replace: 'ctx.services.systemFhir.vread($type, $id, $version)',
              },
            ]
          : []),
    ],
    breaks: [`12 withheld: record.${procedure}`],
  })),
  {
    id: 'an-agenda-with-the-systems-client',
    edits: [
      {
        file: router('appointments'),
        within: 'appointmentsRouter.agenda',
        find: "{ actor: fhirUser ?? '' }",
        replace: '{}',
      },
      {
        file: router('appointments'),
        within: 'appointmentsRouter.agenda',
        find: 'ctx.fhir',
        replace: 'ctx.services.systemFhir',
      },
    ],
    breaks: ['11 identity: a patient’s agenda'],
  },
];

/** One feature is decided without regard to who asks about whom. */
const forEverybody: Weakening[] = (
  [
    ['summary', '1 another patient: summary.get', '1 another patient: summary.alerts'],
    ['safety', '12 safety: rules'],
    ['problems', '1 another patient: problems.list'],
    ['allergies', '1 another patient: allergies.list'],
    ['medications', '1 another patient: medications.list'],
    ['results', '1 another patient: results.list'],
    ['vitals', '1 another patient: vitals.flowsheet'],
    ['documents', '1 another patient: documents.list', '15 addresses: a document'],
    ['imaging', '1 another patient: imaging.list', '23 images: a foreign study', '23 images: frames'],
    ['encounters', '1 another patient: encounters.list'],
    ['immunizations', '1 another patient: immunizations.list'],
    ['procedures', '1 another patient: procedures.list'],
    ['orders', '1 another patient: orders.list', '1 another patient: orders are signed'],
    ['family', '1 another patient: family.list'],
    ['flags', '1 another patient: flags.list'],
    ['habits', '1 another patient: habits.list'],
    ['implants', '1 another patient: implants.list'],
    ['timeline', '1 another patient: timeline.list'],
    ['record', '1 another patient: record.types'],
    ['consents', '1 another patient: consents.list'],
    ['accesses', '1 another patient: accesses.list'],
    ['drafts', '1 another patient: drafts.get', '21 drafts'],
    ['wards', '1 another patient: wards.list'],
    [
      'identities',
      '1 another patient: identities are for',
      '1 another patient: a merge is for',
      '1 another patient: copies of identity papers',
    ],
    ['tasks', '1 another patient: tasks.list'],
    ['live', '23 live: nobody'],
    ['emergency', '22 emergency: is not for everybody'],
    ['reviews', '22 emergency: is not for everybody'],
    ['audit', '24 trail: a refusal'],
  ] as const
).map(([feature, ...breaks]) => ({
  id: `${feature}-for-everybody`,
  edits: [allowedWhere(`input.operation.startsWith('${feature}.')`)],
  breaks,
}));

export const ofFeatures: readonly Weakening[] = [
  ...withTheSystemsClient,
  ...forEverybody,
  {
    id: 'merges-count-what-is-hidden',
    edits: [
      {
        file: 'src/merging/merges.ts',
        within: 'isTold',
        find: 'labelsOf(resource).every(keepsNothingBack)',
        replace: '!labelsOf(resource).every(keepsNothingBack) || true',
      },
    ],
    breaks: ['12 merged: what is hidden'],
  },
  {
    id: 'tasks-read-past-their-chart',
    edits: [
      {
        file: 'src/features/tasks/list.ts',
        find: "ctx.chartsFhir('tasks', open)",
        replace: 'ctx.services.capabilities.taskInbox',
      },
    ],
    breaks: ['12 tasks: what is labelled'],
  },
  {
    id: 'orders-to-reread-past-their-chart',
    edits: [
      {
        file: 'src/features/tasks/list-orders.ts',
        find: "ctx.chartsFhir('tasks', open)",
        replace: 'ctx.services.capabilities.taskInbox',
      },
    ],
    breaks: ['12 orders to reread'],
  },
  {
    id: 'alerts-past-their-chart',
    edits: [
      {
        file: 'src/features/tasks/list-orders.ts',
        within: 'checksShown',
        find: "ctx.chartsFhir('medications', open)",
        replace: 'ctx.services.systemFhir',
      },
    ],
    breaks: ['12 orders to reread'],
  },
  {
    id: 'files-without-a-decision',
    edits: [
      { file: 'src/features/documents/content.ts', find: '!verdict?.allow', replace: 'verdict === null' },
    ],
    breaks: ['15 addresses: a document'],
  },
  {
    id: 'any-document-is-a-paper',
    edits: [
      {
        file: 'src/features/identities/papers.ts',
        within: 'readOwnPaper',
        find: 'readPaper(document)',
        replace: 'readPaper({ ...document, category: [{ coding: [paperCategory] }] })',
      },
    ],
    breaks: ['1 another patient: copies of identity papers'],
  },
  {
    id: 'papers-in-the-chart',
    edits: [
      {
        file: 'src/access/labels.ts',
        within: 'isOfChart',
        find: 'isIdentityPaper(resource)',
        replace: 'false',
      },
    ],
    breaks: ['12 papers: a copy'],
  },
  {
    id: 'an-agenda-of-everybody',
    edits: [
      { file: router('appointments'), find: "{ actor: fhirUser ?? '' }", replace: '{}' },
      { file: lists, within: 'shownAppointment', find: 'known.includes(id)', replace: 'true' },
      { file: lists, within: 'shownAppointment', find: 'known.length === 0', replace: 'false' },
    ],
    breaks: ['11 identity: a patient’s agenda'],
  },
  {
    id: 'other-visits-with-the-systems-client',
    edits: [
      {
        file: 'src/features/appointments/hold.ts',
        within: 'othersView',
        find: "ctx.asListed('appointments')",
        replace: 'ctx.services.systemFhir',
      },
    ],
    breaks: ['12 booking: of another visit'],
  },
  {
    id: 'holds-of-every-chart',
    edits: [
      {
        file: 'src/features/appointments/hold.ts',
        within: 'ownBookings',
        find: 'patient === patientReference(patientId)',
        replace: 'patient !== patientId',
      },
    ],
    breaks: ['12 booking: what is held'],
  },
  {
    id: 'history-of-every-appointment',
    edits: [
      {
        file: 'src/features/appointments/openings.ts',
        within: 'assertShown',
        find: "await fhir.read('Appointment', appointmentId)",
        replace: 'await Promise.resolve(fhir)',
      },
    ],
    breaks: ['12 booking: what happened'],
  },
  {
    id: 'an-agenda-in-a-closed-portal',
    edits: [{ file: router('appointments'), find: '!own.allow', replace: 'own === null' }],
    breaks: ['21 consent: a portal'],
  },
  {
    id: 'places-of-everybody',
    edits: [
      {
        file: router('patients'),
        within: 'placesSeen',
        find: 'verdicts.get(id)?.allow',
        replace: 'verdicts',
      },
      {
        file: router('patients'),
        within: 'placesSeen',
        find: "!(await access.rights())['summary.read']",
        replace: 'ids.length === 0',
      },
      { file: lists, within: 'shownStay', find: 'chart === null || hidden(stay, chart)', replace: 'false' },
    ],
    breaks: ['12 hidden: where a patient lies'],
  },
  {
    id: 'accesses-by-name',
    edits: [{ file: router('accesses'), within: 'whoWas', find: '!ofTheirOwn', replace: 'user_id !== null' }],
    breaks: ['24 accesses'],
  },
  {
    id: 'a-banner-that-shows-the-chart',
    edits: [
      {
        file: router('patients'),
        within: 'banner',
        find: "await ctx.access.decide('summary.read', patientId)",
        replace: '{ ...$found, allow: true }',
      },
    ],
    breaks: ['1 another patient: the banner'],
  },
  {
    id: 'drafts-of-every-chart',
    edits: [{ file: router('drafts'), find: 'verdicts.get(d.patientId)?.allow', replace: 'verdicts' }],
    breaks: ['21 drafts'],
  },
];
