import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { FhirAsSystem, type Bundle, type Resource } from '../fhir.ts';
import { Visitor, type Answer } from '../leaks/visitor.ts';
import { stackOf } from '../stack.ts';

/** Two records become one on whatever FHIR server there is: found, moved, put back (ADR 32). */
const fhir = new FhirAsSystem(stackOf());
const letters = () => [...randomUUID().replaceAll(/[^a-f]/g, '')].join('').toUpperCase();
const person = (): Resource => ({
  resourceType: 'Patient',
  active: true,
  identifier: [{ use: 'usual', system: 'urn:keneyapp:contract', value: randomUUID() }],
  name: [{ use: 'official', family: `X${letters()}`, given: ['Zoe'] }],
  birthDate: '1961-02-03',
  gender: 'female',
});
const dataOf = <T>({ status, text }: Answer): T => {
  expect(status, text.slice(0, 300)).toBe(200);
  return (JSON.parse(text) as { result: { data: T } }).result.data;
};
/** A server that is slow leaves it open what became of a write; the same form sent again is told, as the page does. */
async function settled(visitor: Visitor, procedure: string, input: Record<string, unknown>): Promise<Answer> {
  let answer = await visitor.mutate(procedure, input);
  for (let tries = 0; answer.status === 408 && tries < 6; tries += 1)
    answer = await visitor.mutate(procedure, input);
  return answer;
}
interface Side {
  version: string;
  moves: Record<string, number>;
}

/** Searches of the kinds of parameters by which somebody is referred to. */
const searches = [
  ...[
    'Observation?subject',
    'Observation?performer',
    'Condition?asserter',
    'Appointment?actor',
    'Group?member',
  ],
  ...[
    'List?source',
    'Task?requester',
    'Task?subject',
    'Coverage?payor',
    'RelatedPerson?patient',
    'Person?link',
  ],
];
const referring = async (id: string): Promise<number[]> =>
  Promise.all(
    searches.map(async (search) => {
      const answer = await fhir.request('GET', `${search}=Patient/${id}&_count=1000`);
      return ((await answer.json()) as Bundle).entry?.length ?? 0;
    }),
  );

test('a merge moves every reference, in parts where the chart is large, and is undone whole', async () => {
  test.setTimeout(240_000);
  const [kept, other] = [await fhir.create(person()), await fhir.create(person())];
  const subject = { reference: `Patient/${other.id}` };
  const coded = { text: 'x' };
  const large = Array.from({ length: 540 }, (_, i) => ({
    ...{ resourceType: 'Observation', status: 'final', code: { text: `value ${i}` }, subject },
  }));
  const others: Resource[] = [
    { resourceType: 'Observation', status: 'final', code: coded, subject, performer: [subject] },
    {
      resourceType: 'Condition',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: coded,
      subject,
      asserter: subject,
    },
    {
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-03-01T10:00:00Z',
      end: '2026-03-01T10:20:00Z',
      participant: [{ status: 'accepted', actor: subject }],
    },
    { resourceType: 'Group', type: 'person', actual: true, member: [{ entity: subject }] },
    { resourceType: 'List', status: 'current', mode: 'working', subject, source: subject },
    { resourceType: 'Task', status: 'requested', intent: 'order', for: subject, requester: subject },
    { resourceType: 'Coverage', status: 'active', beneficiary: subject, payor: [subject] },
    { resourceType: 'RelatedPerson', patient: subject },
    { resourceType: 'Person', link: [{ target: subject }] },
  ];
  const made = await fhir.request('POST', '', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...large, ...others].map((resource) => ({
      request: { method: 'POST', url: resource.resourceType },
      resource,
    })),
  });
  expect(made.status).toBe(200);
  const before = await referring(other.id);
  expect(before.every((count) => count > 0)).toBe(true);

  const secretary = await Visitor.signIn(stackOf(), 'secretaire');
  const compared = dataOf<{ sides: [Side, Side]; hindrances: string[] }>(
    await secretary.query('identities.comparePair', { patients: [kept.id, other.id] }),
  );
  expect(compared.hindrances).toEqual([]);
  const [ofKept, ofOther] = compared.sides;
  expect(ofOther.moves['appointments']).toBe(1);
  const input = {
    ...{ key: randomUUID(), kept: kept.id, other: other.id, choices: { birthName: 'other' } },
    versions: { kept: ofKept.version, other: ofOther.version },
  };
  const merged = dataOf<{ mergeId: string; moved: number }>(
    await settled(secretary, 'identities.merge', input),
  );
  // the server may have been slower than a person waits: the rest is followed
  await expect.poll(() => referring(other.id), { timeout: 120_000 }).toEqual(before.map(() => 0));
  expect(await referring(kept.id)).toEqual(before);
  const leading = await fhir.read(`Patient/${other.id}`);
  expect(leading).toMatchObject({ active: false, link: [{ type: 'replaced-by' }] });
  // the same form once more is the same merge; another one of the same two is refused
  expect(dataOf<{ mergeId: string }>(await secretary.mutate('identities.merge', input)).mergeId).toBe(
    merged.mergeId,
  );
  const again = await secretary.mutate('identities.merge', { ...input, key: randomUUID() });
  expect(again.status).toBe(409);

  const undone = await settled(secretary, 'identities.undoMerge', {
    key: randomUUID(),
    mergeId: merged.mergeId,
  });
  expect(dataOf(undone)).toMatchObject({ movedBack: large.length + others.length, stayed: 0 });
  expect(await referring(other.id)).toEqual(before);
  expect(await referring(kept.id)).toEqual(before.map(() => 0));
  for (const stored of [kept, other]) {
    const { meta: _then, ...was } = stored as Resource & { meta?: unknown };
    const {
      meta: _now,
      text: _text,
      ...is
    } = (await fhir.read(`Patient/${stored.id}`)) as Resource & { meta?: unknown; text?: unknown };
    expect(is).toEqual({ ...was, id: stored.id });
  }
});
