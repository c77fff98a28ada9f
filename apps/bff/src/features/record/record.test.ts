import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import {
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { parseWithDigits } from '@keneyapp/fhir-client/json';
import type { Observation, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { belongsTo } from '../../fhir/compartment.ts';
import {
  labelOf,
  rowOf,
  type HistoryView,
  type ResourcesView,
  type ResourceView,
  type TypesView,
} from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let server: FhirServer;
let fhir: FhirClient;
let doctor: Visitor;
let secretary: Visitor;
let patient: Visitor;
const own = 'rec-own';

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  [doctor, secretary, patient] = (await Promise.all(
    ['medecin', 'secretaire', 'patient'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
  for (const id of [own, 'other', 'pat-demo', 'rec-many'])
    await fhir.update({ resourceType: 'Patient', id, name: [{ family: 'Essai', given: [id] }] });
  await entrustPatients(sandbox, [own, 'other', 'rec-many']);
  await fhir.update({ resourceType: 'Practitioner', id: 'p', name: [{ family: 'Moreau' }] });
  await fhir.update({
    resourceType: 'Goal',
    id: 'goal',
    lifecycleStatus: 'active',
    description: { text: 'Marcher' },
    subject: { reference: `Patient/${own}` },
  });
  // a mistake of identity, corrected: its first version was another patient's
  await fhir.update({
    resourceType: 'Condition',
    id: 'moved',
    code: { text: 'Asthme' },
    subject: { reference: 'Patient/other' },
  });
  await fhir.update({
    resourceType: 'Condition',
    id: 'moved',
    code: { text: 'Asthme' },
    subject: { reference: `Patient/${own}` },
  });
  await fhir.update({
    resourceType: 'Condition',
    id: 'moved',
    code: { text: 'Asthme sévère' },
    subject: { reference: `Patient/${own}` },
  });
  await fhir.update({
    resourceType: 'Condition',
    id: 'theirs',
    code: { text: 'Secret' },
    subject: { reference: 'Patient/other' },
  });
}, 240_000);
afterAll(async () => {
  await server?.close();
  await sandbox?.stop();
});

async function ask<T>(who: Visitor, path: string, input: Record<string, string>): Promise<T> {
  const body = (await (await callQuery(bff, who, `record.${path}`, { patientId: own, ...input })).json()) as {
    result?: { data: T };
    error?: { data: { code: string } };
  };
  if (!body.result) throw new Error(body.error?.data.code);
  return body.result.data;
}

describe('record', () => {
  it('counts what the record holds by kind', async () => {
    const view = await ask<TypesView>(doctor, 'types', {});
    expect(view).toEqual({
      types: [
        { type: 'CareTeam', count: 1 },
        { type: 'Condition', count: 1 },
        { type: 'Goal', count: 1 },
        { type: 'Patient', count: 1 },
      ],
      failed: [],
    });
  });
  it('lists and reads a kind that has no screen of its own', async () => {
    expect(await ask<ResourcesView>(doctor, 'list', { type: 'Goal' })).toMatchObject({
      type: 'Goal',
      total: 1,
      isPartial: false,
      order: 'date',
      items: [{ id: 'goal', label: 'Marcher' }],
    });
    expect(await ask<ResourceView>(doctor, 'read', { type: 'Goal', id: 'goal' })).toMatchObject({
      label: 'Marcher',
      resource: { resourceType: 'Goal', id: 'goal' },
    });
    expect(await ask<ResourceView>(doctor, 'read', { type: 'Practitioner', id: 'p' })).toMatchObject({
      label: 'Moreau',
    });
  });
  it('keeps the digits of decimals, in the text of the record and on the page', async () => {
    await fhir.update(
      parseWithDigits(
        `{"resourceType":"Observation","id":"digits","status":"final","code":{"text":"Potassium"},
          "subject":{"reference":"Patient/${own}"},"valueQuantity":{"value":4.10,"unit":"mmol/L"},
          "referenceRange":[{"low":{"value":3},"high":{"value":5.0}}]}`,
      ) as Observation,
    );
    const { resource, json } = await ask<ResourceView>(doctor, 'read', { type: 'Observation', id: 'digits' });
    expect(json).toMatch(/"value": 4\.10,/);
    expect(resource).toMatchObject({
      valueQuantity: { value: '4.10' },
      referenceRange: [{ low: { value: 3 }, high: { value: '5.0' } }],
    });
  });
  it('says which of a long list it gives, the latest by their date', async () => {
    const many = 2_040;
    const day = (i: number) =>
      new Date(Date.UTC(2015, 0, 1) + ((i * 7) % many) * 86_400_000).toISOString().slice(0, 10);
    for (let from = 0; from < many; from += 340)
      await fhir.transaction({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: Array.from({ length: 340 }, (_, i) => ({
          request: { method: 'PUT' as const, url: `Procedure/many-${from + i}` },
          resource: {
            resourceType: 'Procedure' as const,
            id: `many-${from + i}`,
            status: 'completed' as const,
            subject: { reference: 'Patient/rec-many' },
            performedDateTime: day(from + i),
          },
        })),
      });
    const view = await ask<ResourcesView>(doctor, 'list', { patientId: 'rec-many', type: 'Procedure' });
    expect(view).toMatchObject({ total: many, isPartial: true, order: 'date' });
    expect(view.items).toHaveLength(2_000);
    const days = Array.from({ length: many }, (_, i) => day(i))
      .sort()
      .reverse();
    expect(view.items.map((row) => row.date)).toEqual(days.slice(0, 2_000));
  });
  it('shows versions, but none that was another patient’s', async () => {
    const { versions } = await ask<HistoryView>(doctor, 'history', { type: 'Condition', id: 'moved' });
    expect(versions.map((v) => v.versionId)).toEqual(['3', '2']);
    expect(
      await ask<ResourceView>(doctor, 'version', { type: 'Condition', id: 'moved', versionId: '2' }),
    ).toMatchObject({ label: 'Asthme' });
    await expect(ask(doctor, 'version', { type: 'Condition', id: 'moved', versionId: '1' })).rejects.toThrow(
      'NOT_FOUND',
    );
  });
  it('refuses another patient’s resource by any way', async () => {
    for (const path of ['read', 'history'])
      await expect(ask(doctor, path, { type: 'Condition', id: 'theirs' })).rejects.toThrow('NOT_FOUND');
    await expect(ask(doctor, 'version', { type: 'Condition', id: 'theirs', versionId: '1' })).rejects.toThrow(
      'NOT_FOUND',
    );
    await expect(ask(doctor, 'read', { type: 'Patient', id: 'other' })).rejects.toThrow('NOT_FOUND');
    for (const type of ['AuditEvent', 'Group', 'Binary', 'Bundle', 'Subscription', 'Zorglub'])
      await expect(ask(doctor, 'read', { type, id: 'x' }), type).rejects.toThrow('NOT_FOUND');
    await expect(ask(doctor, 'list', { type: 'Practitioner' })).rejects.toThrow('NOT_FOUND');
    await expect(ask(doctor, 'read', { type: 'Condition', id: '../Patient/other' })).rejects.toThrow(
      'BAD_REQUEST',
    );
    await expect(ask(secretary, 'types', {})).rejects.toThrow('FORBIDDEN');
    await expect(
      ask(patient, 'read', { patientId: 'other', type: 'Condition', id: 'theirs' }),
    ).rejects.toThrow('FORBIDDEN');
    expect(await ask<TypesView>(patient, 'types', { patientId: 'pat-demo' })).toMatchObject({ failed: [] });
  });
  it('gives FHIR’s definition of a type with the data types it needs', async () => {
    const list = await ask<StructureDefinition[]>(doctor, 'definitions', { type: 'Goal' });
    expect(list.filter((d) => d.kind === 'resource').map((d) => d.name)).toEqual(['Goal']);
    expect(list.find((d) => d.name === 'CodeableConcept')?.snapshot?.element.map((e) => e.path)).toContain(
      'CodeableConcept.coding',
    );
    await expect(ask(doctor, 'definitions', { type: 'Zorglub' })).rejects.toThrow('NOT_FOUND');
  });
});

describe('belongsTo', () => {
  it('looks where each type says whose it is', () => {
    const mine = (r: object) => belongsTo(r as Resource, 'a');
    expect(mine({ resourceType: 'Coverage', beneficiary: { reference: 'Patient/a' } })).toBe(true);
    expect(
      mine({
        resourceType: 'Appointment',
        participant: [
          { actor: { reference: 'Practitioner/x' } },
          { actor: { reference: 'https://host/fhir/Patient/a/_history/3' } },
        ],
      }),
    ).toBe(true);
    expect(
      mine({
        resourceType: 'Observation',
        performer: [{ reference: 'Patient/a' }],
        subject: { reference: 'Patient/b' },
      }),
    ).toBe(false);
    expect(mine({ resourceType: 'Observation', subject: { reference: 'Group/a' } })).toBe(false);
    expect(mine({ resourceType: 'Observation', subject: { display: 'Patient/a' } })).toBe(false);
    expect(mine({ resourceType: 'Organization', id: 'a' })).toBe(false);
  });
});

describe('rows', () => {
  it('say what a resource is about', () => {
    expect(
      labelOf({
        resourceType: 'RelatedPerson',
        patient: {},
        relationship: [{ text: 'Conjoint' }],
      } as unknown as Resource),
    ).toBe('Conjoint');
    expect(labelOf({ resourceType: 'Provenance' } as unknown as Resource)).toBeNull();
    expect(
      rowOf({
        resourceType: 'Encounter',
        id: 'e',
        status: 'finished',
        class: { display: 'Consultation' },
        period: { start: '2026-01-02' },
      } as unknown as Resource),
    ).toMatchObject({ label: 'Consultation', status: 'finished', date: '2026-01-02' });
  });
});
