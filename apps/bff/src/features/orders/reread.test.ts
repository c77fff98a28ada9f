import {
  callMutation,
  callQuery,
  entrustPatients,
  signInOverHttp,
  type Visitor,
} from '@keneyapp/config/testing';
import { readTask } from '@keneyapp/fhir-model/task';
import { matches } from '@keneyapp/fhir-model/bundles';
import type { Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import { drugLine, issuesOf, serviceLine, startOrders, type Orders } from './testing-orders.ts';

let orders: Orders, interne: Visitor, senior: Visitor;
const ward = { reference: 'Organization/svc-reread', display: 'Cardiologie' };
const role = (name: string, more: object = {}) =>
  ({
    resourceType: 'PractitionerRole',
    id: `role-${name}`,
    active: true,
    practitioner: { reference: `Practitioner/pract-${name}` },
    organization: ward,
    ...more,
  }) as const;
const training = {
  coding: [{ system: 'https://keneyapp.example/profession', code: 'interne' }],
  text: 'Interne',
};
const doctor = {
  coding: [
    {
      system: 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante',
      code: '10',
    },
  ],
};

beforeAll(async () => {
  orders = await startOrders('reread-1');
  await orders.fhir.update({
    resourceType: 'Organization',
    id: 'svc-reread',
    name: 'Cardiologie',
    active: true,
  });
  await orders.fhir.update(role('interne', { code: [training, doctor] }));
  await orders.fhir.update(role('senior', { code: [doctor] }));
  await entrustPatients(orders.sandbox, ['reread-1'], ['medecin', 'interne', 'senior']);
  interne = await signInOverHttp(orders.bff, orders.sandbox, 'interne');
  senior = await signInOverHttp(orders.bff, orders.sandbox, 'senior');
}, 180_000);
afterAll(() => orders?.stop());

const tasks = async (): Promise<Task[]> =>
  matches(await orders.fhir.search('Task', { patient: 'Patient/reread-1', _count: 50 }), 'Task');
const finish = (who: Visitor, task: Task) =>
  callMutation(orders.bff, who, 'tasks.move', {
    patientId: 'reread-1',
    key: crypto.randomUUID(),
    id: task.id,
    version: task.meta?.versionId,
    move: { kind: 'finish', note: 'Relu' },
  });

it('what an interne orders acts at once, and waits for a senior of the unit to reread it', async () => {
  const { data, error } = await orders.sign([drugLine(), serviceLine()], { who: interne });
  expect(issuesOf({ error } as never)).toBeUndefined();
  expect(await orders.fhir.read('MedicationRequest', data.ids[0] ?? '')).toMatchObject({ status: 'active' });
  const [task, ...others] = await tasks();
  expect(others).toEqual([]);
  expect(task).toMatchObject({
    status: 'requested',
    input: [
      { valueReference: { reference: `MedicationRequest/${data.ids[0] ?? ''}` } },
      { valueReference: { reference: `ServiceRequest/${data.ids[1] ?? ''}` } },
    ],
  });
  // a name alone is nothing to reread
  expect(readTask(task as Task).note).toMatch(/^Nouveau : .+ – .*par voie orale.*fois par jour/);
  expect(readTask(task as Task)).toMatchObject({ owner: { key: ward.reference, role: 'doctor' } });
  const inbox = await readResult<{ lines: { reference: string; waits: boolean }[] }>(
    await callQuery(orders.bff, senior, 'tasks.list', {}),
  );
  expect(inbox.data.lines).toContainEqual(
    expect.objectContaining({ reference: `Task/${task?.id ?? ''}`, waits: true }),
  );
});

it('is not reread by its author, by any step, and is by a senior once', async () => {
  const [task] = await tasks();
  expect((await finish(interne, task as Task)).status).toBe(403);
  for (const move of [{ kind: 'take' }, { kind: 'call-off' }])
    expect(
      (
        await callMutation(orders.bff, interne, 'tasks.move', {
          ...{
            patientId: 'reread-1',
            key: crypto.randomUUID(),
            id: task?.id,
            version: task?.meta?.versionId,
          },
          move,
        })
      ).status,
    ).toBe(403);
  expect((await finish(senior, task as Task)).status).toBe(200);
  const [after] = await tasks();
  expect(readTask(after as Task)).toMatchObject({ state: 'done' });
  expect(readTask(after as Task).steps.at(-1)).toMatchObject({ kind: 'done', note: 'Relu' });
});

it('what a senior orders waits for nobody', async () => {
  const before = (await tasks()).length;
  expect(issuesOf(await orders.sign([drugLine()], { who: senior }))).toBeUndefined();
  expect(await tasks()).toHaveLength(before);
});

it('who has no row in the table orders nothing', async () => {
  const unknown = { ...training, coding: [{ ...training.coding[0], code: 'osteopath' }] };
  await orders.fhir.update(role('interne', { code: [unknown] }));
  expect(issuesOf(await orders.sign([drugLine(), serviceLine()], { who: interne }))).toEqual([
    'lines.0.kind not-allowed',
    'lines.1.kind not-allowed',
  ]);
});
