import type { FhirClient, SearchParams } from '@keneyapp/fhir-client';
import type { Bundle, Observation, Resource } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { chartsGuard } from './charts-guard.ts';
import { Neighbours } from './neighbours.ts';
import type { Obligations } from './policy.ts';

const whole: Obligations = { hideLabels: [], releasedOnly: false };
const noPsychiatry: Obligations = { hideLabels: ['PSY'], releasedOnly: false };
const psychiatry = { meta: { security: [{ code: 'PSY' }] } };
const observation = (id: string, patient: string, more: object = {}): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'CRP' },
  subject: { reference: `Patient/${patient}` },
  ...more,
});

/** A record with these resources around; tells what was asked of it. */
function guardOver(charts: Record<string, Obligations>, around: readonly Resource[] = []) {
  const asked: { type: string; params: SearchParams }[][] = [];
  const fhir = {
    batchSearch: (searches: { type: string; params: SearchParams }[]) => {
      asked.push(searches);
      return Promise.resolve(
        searches.map(({ type, params }): Bundle => ({
          resourceType: 'Bundle',
          type: 'searchset',
          entry: around
            .filter((r) => r.resourceType === type)
            .filter((r) => !params['_security'] || r.meta?.security)
            .map((resource) => ({ resource })),
        })),
      );
    },
  } as unknown as FhirClient;
  const guard = chartsGuard({
    feature: 'vitals',
    charts: new Map(Object.entries(charts)),
    ofChart: (id) => Promise.resolve(charts[id] ?? null),
    neighbours: new Neighbours(fhir, Object.keys(charts)),
  });
  const shown = async (...resources: Resource[]) =>
    (await guard.show(resources)).map((resource) => resource?.id ?? null);
  return { guard, shown, asked };
}

it('shows of each chart what its own decision shows, in order', async () => {
  const { shown } = guardOver({ a: whole, b: noPsychiatry });
  expect(
    await shown(
      observation('1', 'a', psychiatry),
      observation('2', 'b', psychiatry),
      observation('3', 'b'),
      observation('4', 'closed'),
      { resourceType: 'Patient', id: 'a' },
      { resourceType: 'Patient', id: 'closed' },
    ),
  ).toEqual(['1', null, '3', null, 'a', null]);
});

it('hides what belongs to a labelled stay, or to a part of one, of whichever chart, and asks for them in one question', async () => {
  const stay = (id: string, patient: string, more: object = {}) =>
    ({
      resourceType: 'Encounter',
      id,
      status: 'in-progress',
      class: {},
      subject: { reference: `Patient/${patient}` },
      ...more,
    }) as Resource;
  const of = (id: string) => ({ encounter: { reference: `Encounter/${id}` } });
  const { shown, asked } = guardOver({ a: noPsychiatry, b: noPsychiatry }, [
    stay('plain', 'a'),
    stay('part', 'a', { partOf: { reference: 'Encounter/whole' } }),
    stay('whole', 'a', psychiatry),
    stay('labelled', 'b', psychiatry),
  ]);
  expect(
    await shown(
      observation('1', 'a', of('plain')),
      observation('2', 'b', of('labelled')),
      observation('3', 'a', of('part')),
    ),
  ).toEqual(['1', null, null]);
  expect(asked).toHaveLength(1);
  const stays = asked[0]?.filter(({ type }) => type === 'Encounter');
  expect(stays?.map(({ params }) => params)).toEqual([
    { _id: 'plain,labelled,part', _count: 3, '_include:iterate': 'Encounter:part-of' },
  ]);
  // what may share a label is asked for while the search is on its way, once
  const ahead = guardOver({ a: noPsychiatry });
  await Promise.all([ahead.guard.isPartial('Observation'), ahead.guard.isPartial('Flag')]);
  expect(ahead.asked).toHaveLength(1);
  await ahead.shown(observation('1', 'a'));
  expect(ahead.asked).toHaveLength(1);
});

it.each(['basedOn', 'partOf', 'focus'] as const)(
  'hides what leads by %s to something unlabelled of a labelled stay',
  async (element) => {
    const subject = { reference: 'Patient/a' };
    const stay: Resource = {
      resourceType: 'Encounter',
      id: 'labelled',
      status: 'finished',
      class: {},
      subject,
      ...psychiatry,
    };
    const order: Resource = {
      resourceType: 'ServiceRequest',
      id: 'order',
      status: 'active',
      intent: 'order',
      subject,
      encounter: { reference: 'Encounter/labelled' },
    };
    const procedure: Resource = {
      resourceType: 'Procedure',
      id: 'order',
      status: 'completed',
      subject,
      encounter: { reference: 'Encounter/labelled' },
    };
    const target = element === 'basedOn' ? order : procedure;
    const { shown } = guardOver({ a: noPsychiatry, b: noPsychiatry }, [stay, target]);
    expect(
      await shown(
        observation('1', 'a', { [element]: [{ reference: `${target.resourceType}/order` }] }),
        observation('2', 'b'),
      ),
    ).toEqual([null, '2']);
  },
);

it('asks for nothing where nothing is hidden', async () => {
  const { shown, asked } = guardOver({ a: whole });
  expect(await shown(observation('1', 'a'))).toEqual(['1']);
  expect(asked).toEqual([]);
});

it('shows nothing that names nobody or several, of the house what is not private, and writes nothing', async () => {
  const { guard, shown } = guardOver({ a: whole, b: whole });
  const both = ['a', 'b'].map((id) => ({
    actor: { reference: `Patient/${id}` },
    status: 'accepted' as const,
  }));
  const { subject: _subject, ...nobodys } = observation('1', 'a');
  expect(
    await shown(nobodys, { resourceType: 'Appointment', id: '2', status: 'booked', participant: both }),
  ).toEqual([null, null]);
  const [person] = await guard.show([
    { resourceType: 'Practitioner', id: 'p', birthDate: '1960-01-01', name: [{ family: 'Roux' }] },
  ]);
  expect(person).toEqual({ resourceType: 'Practitioner', id: 'p', name: [{ family: 'Roux' }] });
  expect(() => guard.accept(observation('1', 'a'))).toThrow();
  expect(await guard.isPartial('Observation')).toBe(false);
  expect(await guardOver({ a: whole, b: noPsychiatry }).guard.isPartial('Observation')).toBe(true);
});
