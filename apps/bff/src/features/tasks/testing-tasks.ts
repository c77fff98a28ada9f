import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import {
  callMutation,
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import { addDays, dayOf } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Resource } from '@medplum/fhirtypes';
import type { InboxView, TaskLine } from './view.ts';

export const me = 'Practitioner/pract-medecin',
  unit = 'Organization/tasks-unit';

const professionOf = (code: string) => ({
  coding: [
    { system: 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante', code },
  ],
});
/** Twenty days from so many days ahead. */
export const daysFrom = (ahead: number) => ({
  fromDay: addDays(dayOf(new Date()), ahead),
  toDay: addDays(dayOf(new Date()), ahead + 20),
});
export const asked = {
  kind: 'task',
  note: '',
  priority: 'routine',
  due: null,
  levels: [],
  to: { key: me, role: null },
};

export async function dataOf<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T } };
  if (!body.result) throw new Error(`failed: ${response.status} ${JSON.stringify(body)}`);
  return body.result.data;
}

/** People of two units, three charts, and what they do with tasks, over the shared servers. */
export async function startTasks() {
  const sandbox = await sharedSandbox();
  const bff: RunningBff = await sharedBff();
  const token = await sandboxSystemToken(sandbox);
  const fhir: FhirClient = connectFhir({ baseUrl: sandbox.fhirUrl }).client({
    token: () => Promise.resolve(token),
  });
  const put = <R extends Resource>(resource: R) => fhir.update(resource as R & { id: string });
  await put({ resourceType: 'Organization', id: 'tasks-unit', active: true, name: 'Unité des tâches' });
  await put({
    resourceType: 'Organization',
    id: 'tasks-pharmacy',
    active: true,
    name: 'Pharmacie des tâches',
  });
  for (const [who, where] of [
    ['medecin', unit],
    ['infirmier', unit],
    ['pharmacien', 'Organization/tasks-pharmacy'],
  ] as const) {
    await put({
      resourceType: 'Practitioner',
      id: `pract-${who}`,
      active: true,
      name: [{ family: 'Martin', given: [who] }],
    });
    await put({
      resourceType: 'PractitionerRole',
      id: `tasks-role-${who}`,
      active: true,
      practitioner: { reference: `Practitioner/pract-${who}` },
      organization: { reference: where },
      ...(who === 'medecin'
        ? { code: [professionOf('10')] }
        : who === 'infirmier'
          ? { code: [professionOf('60')] }
          : {}),
    });
  }
  for (const id of ['tasks-open', 'tasks-closed', 'tasks-alike'])
    await put({ resourceType: 'Patient', id, name: [{ family: 'Tachard', given: ['Zoé'] }] });
  for (const [id, who] of [
    ['tasks-open', 'medecin'],
    ['tasks-open', 'infirmier'],
    ['tasks-alike', 'medecin'],
    ['tasks-closed', 'infirmier'],
  ] as const)
    await put({
      resourceType: 'CareTeam',
      id: `team-${id}-${who}`,
      status: 'active',
      subject: { reference: patientReference(id) },
      participant: [{ member: { reference: `Practitioner/pract-${who}` } }],
    });
  const [doctor, nurse, pharmacist, patient] = (await Promise.all(
    ['medecin', 'infirmier', 'pharmacien', 'patient'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
  const inbox = async (who: Visitor) => dataOf<InboxView>(await callQuery(bff, who, 'tasks.list'));
  const count = async (who: Visitor) =>
    dataOf<{ waiting: number; late: number }>(await callQuery(bff, who, 'tasks.count'));
  const lineOf = async (who: Visitor, reference: string): Promise<TaskLine | undefined> =>
    (await inbox(who)).lines.find((line) => line.reference === reference);
  async function make(who: Visitor, own: object): Promise<string> {
    const input = { ...asked, key: crypto.randomUUID(), title: 'Renouveler la perfusion', ...own };
    const name = 'patientId' in input ? 'tasks.create' : 'tasks.createInUnit';
    return (await dataOf<{ reference: string }>(await callMutation(bff, who, name, input))).reference;
  }
  /** Where what the doctor asks is refused, and why. */
  async function refusedOf(own: object): Promise<unknown> {
    const input = { ...asked, key: crypto.randomUUID(), title: 'Renouveler la perfusion', ...own };
    const response = await callMutation(bff, doctor, 'tasks.createInUnit', input);
    const { error } = (await response.json()) as { error?: { data?: { issues?: unknown } } };
    return error?.data?.issues;
  }
  async function step(who: Visitor, reference: string, move: object, own: object = {}) {
    const line = await lineOf(who, reference);
    const input = {
      key: crypto.randomUUID(),
      id: reference.slice('Task/'.length),
      version: line?.version ?? '1',
      move,
      ...own,
    };
    return callMutation(bff, who, 'patientId' in input ? 'tasks.move' : 'tasks.moveInUnit', input);
  }

  return { bff, fhir, put, doctor, nurse, pharmacist, patient, inbox, count, lineOf, make, refusedOf, step };
}
export type Tasks = Awaited<ReturnType<typeof startTasks>>;
