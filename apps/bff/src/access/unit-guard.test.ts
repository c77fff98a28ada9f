// Long because its cases share one application and one record, which take seconds to start.
import { randomUUID } from 'node:crypto';
import { insSystems } from '@keneyapp/clinical';
import { callMutation, callQuery, type Visitor } from '@keneyapp/config/testing';
import { addressedTo } from '@keneyapp/fhir-model/task';
import type {
  Bundle,
  Communication,
  List,
  PractitionerRole,
  Resource,
  Schedule,
  Slot,
  Task,
} from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRow } from '../features/audit/view.ts';
import { acceptedByUnit } from './unit-guard.ts';
import { startUnits, type Units } from './testing-units.ts';

const ref = (reference: string) => ({ reference });
const role = (id: string, who: string, unit: string, more: Partial<PractitionerRole> = {}): Resource => ({
  resourceType: 'PractitionerRole',
  id,
  practitioner: ref(`Practitioner/${who}`),
  organization: ref(`Organization/${unit}`),
  ...more,
});
const schedule = (...actors: string[]): Schedule => ({ resourceType: 'Schedule', actor: actors.map(ref) });
const slot = (of: string): Slot => ({
  resourceType: 'Slot',
  schedule: ref(of),
  status: 'free',
  start: '2026-12-01T08:00:00Z',
  end: '2026-12-01T08:30:00Z',
});
const task = (owner: string | null, more: Partial<Task> = {}): Task => ({
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  ...(owner === null ? {} : { owner: ref(owner) }),
  ...more,
});
const asked = (id: string) => ({ key: `Practitioner/${id}`, role: null, name: null });
const message = (sender: string, more: Partial<Communication> = {}): Communication => ({
  resourceType: 'Communication',
  status: 'completed',
  sender: ref(sender),
  ...more,
});
const list = (source: string, more: Partial<List> = {}): List => ({
  resourceType: 'List',
  status: 'current',
  mode: 'working',
  source: ref(source),
  ...more,
});
const stored = <R extends Resource>(id: string, resource: R): R & { id: string } => ({ ...resource, id });

const cardio = 'Organization/cardio',
  neuro = 'Organization/neuro',
  ofCardio = 'HealthcareService/cardio',
  ofNeuro = 'HealthcareService/neuro';
const house: Resource[] = [
  ...['cardio', 'neuro'].flatMap((unit): Resource[] => [
    { resourceType: 'Organization', id: unit, name: unit },
    { resourceType: 'HealthcareService', id: unit, providedBy: ref(`Organization/${unit}`) },
    { resourceType: 'Location', id: `ward-${unit}`, managingOrganization: ref(`Organization/${unit}`) },
    { resourceType: 'Location', id: `bed-${unit}`, partOf: ref(`Location/ward-${unit}`) },
  ]),
  ...['me', 'colleague', 'neurologist', 'gone'].map((id): Resource => ({ resourceType: 'Practitioner', id })),
  role('me', 'me', 'cardio'),
  role('me-before', 'me', 'neuro', { period: { end: '2026-01-01' } }),
  role('me-never', 'me', 'neuro', { active: false }),
  role('gone', 'gone', 'cardio', { period: { end: '2026-01-01' } }),
  role('colleague', 'colleague', 'cardio'),
  role('neurologist', 'neurologist', 'neuro'),
  { resourceType: 'Patient', id: 'p' },
  { resourceType: 'ServiceRequest', id: 'p', status: 'active', intent: 'order', subject: ref('Patient/p') },
  stored('cardio', schedule(ofCardio)),
  stored('neuro', schedule(ofNeuro)),
  stored('neuro', slot('Schedule/neuro')),
  stored('neuro', task(neuro)),
  stored('of-neurologist', task('Practitioner/neurologist')),
  stored('mine', task('Practitioner/me')),
  stored('taken', addressedTo(task(null), asked('me'), [asked('neurologist')])),
  stored('of-p', task(cardio, { for: ref('Patient/p') })),
];

let units: Units;
let me: Visitor;
let gone: Visitor;
beforeAll(async () => {
  units = await startUnits(house, { 'unit-me': 'Practitioner/me', 'unit-gone': 'Practitioner/gone' });
  me = await units.signIn('unit-me');
  gone = await units.signIn('unit-gone');
}, 120_000);
afterAll(() => units?.stop());

type Part = { resource: Resource; version?: string };
const asPart = (one: Resource | Part): Part => ('resourceType' in one ? { resource: one } : one);
/** Over the version that is stored. */
const over = (resource: Resource & { id: string }, version = '1'): Part => ({ resource, version });
const send = (parts: readonly (Resource | Part)[], who = me, key: string = randomUUID()) =>
  units.write(who, { key, parts: parts.map(asPart) });
interface Answer {
  result?: { data: { references: string[]; isReplay: boolean } };
  error?: { data: { code: string; reason: string | null } };
}
const answerOf = async (response: Response) => (await response.json()) as Answer;
const written = async (...parts: (Resource | Part)[]) => {
  const { result, error } = await answerOf(await send(parts));
  if (!result) throw new Error(`refused: ${JSON.stringify(error?.data)}`);
  return result.data;
};
const reasonOf = async (parts: readonly (Resource | Part)[], who = me) => {
  const { error } = await answerOf(await send(parts, who));
  return error ? `${error.data.code} ${error.data.reason ?? ''}` : 'was accepted';
};

describe('what belongs to a unit is written by who works there', () => {
  it('an agenda with its times, then a time alone, once however often it is sent', async () => {
    const own = stored(
      `own-${randomUUID()}`,
      schedule(ofCardio, 'Location/bed-cardio', 'Practitioner/colleague'),
    );
    await written(own, slot(`Schedule/${own.id}`));
    const key = randomUUID();
    const [first, again] = [
      await answerOf(await send([slot(`Schedule/${own.id}`)], me, key)),
      await answerOf(await send([slot(`Schedule/${own.id}`)], me, key)),
    ];
    expect(again.result?.data).toMatchObject({ references: first.result?.data.references, isReplay: true });
    const [id = ''] = first.result?.data.references.map((one) => one.split('/')[1] ?? '') ?? [];
    await written(over({ ...slot(`Schedule/${own.id}`), id, status: 'busy' }));
    const now = await units.fhir.read('Slot', id);
    expect([now.status, now.meta?.versionId]).toEqual(['busy', '2']);
    const markers = await units.fhir.search('Provenance', { target: `Slot/${id}` });
    expect(markers.entry?.map(({ resource }) => resource?.agent[0]?.who?.reference)).toEqual([
      'Practitioner/me',
      'Practitioner/me',
    ]);
  });
  it.each<[string, Resource]>([
    ['a room', schedule('Location/ward-cardio')],
    ["a colleague's role", schedule('PractitionerRole/colleague')],
    ['a task of the team', task(cardio, { requester: { identifier: { value: '7' }, display: 'Accueil' } })],
    ['a task of a colleague', task('Practitioner/colleague', { focus: ref('Schedule/cardio') })],
    ['a message to another team', message('Practitioner/me', { recipient: [ref(neuro)] })],
    ['a message of the team', message(ofCardio)],
    ['a list', list('PractitionerRole/me', { entry: [{ item: ref('Slot/neuro') }] })],
  ])('%s', async (_what, resource) => {
    expect((await written(resource)).references).toHaveLength(1);
  });
});

describe('what is not of one’s unit, or would not be', () => {
  const mine = stored('cardio', schedule(ofCardio));
  it.each<[string, (Resource | Part)[]]>([
    ['an agenda of another unit', [schedule(ofNeuro)]],
    ['an agenda of both', [schedule(ofCardio, ofNeuro)]],
    ['an agenda of a place of another unit', [schedule('Location/bed-neuro')]],
    ['an agenda of somebody who works elsewhere', [schedule(ofCardio, 'Practitioner/neurologist')]],
    ['an agenda of a role one has left', [schedule('PractitionerRole/me-before')]],
    ['an agenda of nobody', [schedule()]],
    ['an agenda of a service that is not there', [schedule('HealthcareService/none')]],
    ['taking an agenda over', [over(stored('neuro', schedule(ofCardio)))]],
    ['taking it over without a version', [stored('neuro', schedule(ofCardio))]],
    ['taking it over with its times', [over(stored('neuro', schedule(ofCardio))), slot('Schedule/neuro')]],
    ['giving an agenda away', [over(stored('cardio', schedule(ofNeuro)))]],
    ['a time in an agenda of another unit', [slot('Schedule/neuro')]],
    ['a time moved to one’s own agenda', [over(stored('neuro', slot('Schedule/cardio')))]],
    [
      'a time moved with an agenda written beside it',
      [over(mine), over(stored('neuro', slot('Schedule/cardio')))],
    ],
    ['a task of another team', [task(neuro)]],
    ['a task of nobody', [task(null)]],
    ['a task of another team, taken over', [over(stored('neuro', task(cardio)))]],
    ['one’s own beside one of another team', [task(cardio), task(neuro)]],
    ['a message in the name of a colleague', [message('Practitioner/colleague')]],
    ['a message in the name of another team', [message(neuro)]],
    ['a list of another unit', [list('PractitionerRole/neurologist')]],
    ['a role in a unit for oneself', [role('mine', 'me', 'neuro')]],
    [
      'a service that is one’s own then',
      [over({ resourceType: 'HealthcareService', id: 'neuro', providedBy: ref(cardio) })],
    ],
    [
      'what belongs into a chart',
      [{ resourceType: 'Observation', status: 'final', code: {}, subject: ref('Patient/p') }],
    ],
    [
      'a word about what others wrote',
      [
        task(cardio),
        {
          resourceType: 'Provenance',
          target: [ref('Task/neuro')],
          recorded: '2026-01-01T00:00:00Z',
          agent: [{ who: ref('Practitioner/me') }],
        },
      ],
    ],
  ])('%s', async (_what, parts) => {
    expect(await reasonOf(parts)).toBe('FORBIDDEN other-unit');
  });
  it('by somebody who does not work there any more', async () => {
    expect(await reasonOf([schedule(ofCardio)], gone)).toBe('FORBIDDEN other-unit');
    expect(await reasonOf([message('Practitioner/gone')], gone)).toBe('FORBIDDEN other-unit');
  });
  it('in an agenda that is not there, which may be anybody’s', async () => {
    expect(await reasonOf([slot('Schedule/none')])).toBe('FORBIDDEN other-chart');
  });
  it('what is not there is not written over, by a server that would create it either', async () => {
    const resource = stored('none', schedule(ofCardio));
    const request = { method: 'PUT' as const, url: 'Schedule/none', ifMatch: 'W/"1"' };
    const bundle: Bundle = { resourceType: 'Bundle', type: 'transaction', entry: [{ resource, request }] };
    const view = { fhirUser: 'Practitioner/me', standsInFor: [], fhir: units.fhir, now: new Date() };
    await expect(acceptedByUnit(view, bundle)).rejects.toMatchObject({ status: 412 });
    expect(await reasonOf([over(stored('none', schedule(ofCardio)))])).toBe('PRECONDITION_FAILED ');
  });
});

describe('whoever stands in for somebody of another unit', () => {
  const accepted = (resource: Resource & { id: string }, standsInFor: string[]) => {
    const request = { method: 'PUT' as const, url: `${resource.resourceType}/${resource.id}` };
    const bundle: Bundle = { resourceType: 'Bundle', type: 'transaction', entry: [{ resource, request }] };
    const view = { fhirUser: 'Practitioner/me', standsInFor, fhir: units.fhir, now: new Date() };
    return acceptedByUnit(view, bundle).then(
      () => true,
      () => false,
    );
  };
  const away = ['Practitioner/neurologist'];
  it('takes their tasks and gives them back', async () => {
    const taken = stored('of-neurologist', task('Practitioner/me', { status: 'accepted' }));
    expect(await accepted(taken, [])).toBe(false);
    expect(await accepted(taken, away)).toBe(true);
    // whether they still stand in or not
    expect(await accepted(stored('taken', task('Practitioner/neurologist')), [])).toBe(true);
    // what was never theirs is not put on them
    expect(await accepted(stored('mine', task('Practitioner/neurologist')), away)).toBe(false);
  });
  it('makes nothing in their name, and writes nothing of their unit', async () => {
    for (const other of [
      stored('new', task('Practitioner/neurologist')),
      stored('neuro', task(neuro, { status: 'accepted' })),
      stored('neuro', schedule(ofNeuro)),
      stored('new', message('Practitioner/neurologist')),
    ])
      expect(await accepted(other, away), `${other.resourceType}/${other.id}`).toBe(false);
  });
});

describe('what carries a patient is of that chart', () => {
  const extension = [{ url: 'https://example.org/of', valueReference: ref('Patient/p') }];
  it.each<[string, (Resource | Part)[]]>([
    ['a task for one', [task(cardio, { for: ref('Patient/p') })]],
    ['a task for one by number', [task(cardio, { for: { identifier: { value: 'IPP-1' } } })]],
    ['a task about an order', [task(cardio, { focus: ref('ServiceRequest/p') })]],
    [
      'a task with one among what it needs',
      [task(cardio, { input: [{ type: { text: 'who' }, valueReference: ref('Patient/p') }] })],
    ],
    [
      'a task with one in it',
      [task(cardio, { contained: [{ resourceType: 'Patient', id: 'q' }], for: ref('#q') })],
    ],
    ['a task with one beside it', [task(cardio, { extension })]],
    ['a task part of one’s', [task(cardio, { partOf: [ref('Task/of-p')] })]],
    ['a task part of what is not there', [task(cardio, { partOf: [ref('Task/none')] })]],
    ['a task after one, looked for', [task(cardio, { focus: ref('Patient?identifier=IPP-1') })]],
    [
      'a task for one, looked for by a name that ends as a colleague’s',
      [task(cardio, { for: ref('Patient?identifier=IPP-1&_tag=/Practitioner/colleague') })],
    ],
    [
      'a task for one by number, with something beside the name',
      [task(cardio, { for: { identifier: { value: 'IPP-1' }, _display: { id: 'x' } } as Task['for'] })],
    ],
    [
      'a task with the number of one',
      [task(cardio, { identifier: [{ system: 'https://keneyapp.example/ipp', value: 'IPP-1' }] })],
    ],
    [
      'a task asked for by one, by number',
      [task(cardio, { requester: { identifier: { system: insSystems.nir, value: '1' } } })],
    ],
    [
      'a task with the address of one',
      [task(cardio, { input: [{ type: { text: 'who' }, valueUri: 'https://fhir.example/Patient/p' }] })],
    ],
    [
      'a message with the address of a document of one',
      [message('Practitioner/me', { payload: [{ contentAttachment: { url: 'DocumentReference/p' } }] })],
    ],
    ['a message about one', [message('Practitioner/me', { subject: ref('Patient/p') })]],
    ['a message to one', [message('Practitioner/me', { recipient: [ref('Patient/p')] })]],
    ['a list of one', [list('PractitionerRole/me', { subject: ref('Patient/p') })]],
    ['a list of several', [list('PractitionerRole/me', { entry: [{ item: ref('Patient/p') }] })]],
    ['an agenda of one', [schedule(ofCardio, 'Patient/p')]],
    ['a task whose patient is taken out', [over(stored('of-p', task(cardio)))]],
  ])('%s', async (_what, parts) => {
    expect(await reasonOf(parts)).toBe('FORBIDDEN other-chart');
  });
});

it('each is in the trail: what was written by name, what was refused by its reason', async () => {
  const officer = await units.signIn('dpo');
  const search = async (filter: object) => {
    const asked = { feature: 'administration', limit: 100, ...filter };
    const response = await callQuery(units.bff, officer, 'audit.search', asked);
    return ((await response.json()) as { result: { data: { rows: AuditRow[] } } }).result.data.rows;
  };
  const denied = await search({ outcome: 'denied' });
  expect(Map.groupBy(denied, ({ reason }) => reason).size).toBe(2);
  expect(denied.filter(({ reason }) => reason === 'other-unit').length).toBeGreaterThan(20);
  expect(denied.filter(({ reason }) => reason === 'other-chart').length).toBeGreaterThan(10);
  const done = await search({ outcome: 'success' });
  // ten that were written, and one form that was sent again
  expect(done.filter(({ operation }) => operation === 'administration.saveSettings')).toHaveLength(11);
});

it('nothing of what was refused is there', async () => {
  for (const [type, id] of [
    ['Schedule', 'neuro'],
    ['Slot', 'neuro'],
    ['Task', 'neuro'],
    ['Task', 'of-p'],
  ] as const)
    expect((await units.fhir.read(type, id)).meta?.versionId, `${type}/${id}`).toBe('1');
  const all = await units.fhir.search('Task', { _count: 100 });
  expect(all.entry?.map(({ resource }) => resource?.owner?.reference).sort()).toEqual(
    [
      cardio,
      cardio,
      neuro,
      ...['colleague', 'me', 'me', 'neurologist'].map((id) => `Practitioner/${id}`),
    ].sort(),
  );
});

it('what reads writes nothing, and nothing goes past `ctx.write`', async () => {
  const parts = [{ resource: task(cardio) }];
  const read = await callQuery(units.bff, me, 'administration.read', { key: randomUUID(), parts });
  expect(read.status).toBe(500);
  const past = await callMutation(units.bff, me, 'administration.setActive', { resource: house.at(-3) });
  expect([past.status, (await units.fhir.read('Slot', 'neuro')).meta?.versionId]).toEqual([403, '1']);
});
