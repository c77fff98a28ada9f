import { connectFhir } from '@keneyapp/fhir-client';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { callQuery, sandboxSystemToken, signInOverHttp } from '@keneyapp/config/testing';
import { expect, it } from 'vitest';

it('names the services where a person works now, and none to a patient', async () => {
  const [sandbox, bff] = [await sharedSandbox(), await sharedBff()];
  const token = await sandboxSystemToken(sandbox);
  const fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  const reference = 'Practitioner/pract-pharmacien';
  await fhir.update({ resourceType: 'Organization', id: 'workplace', name: 'Pharmacie à usage intérieur' });
  await fhir.update({ resourceType: 'Organization', id: 'workplace-left', name: 'Urgences' });
  const role = (id: string, organization: string, period: { start: string; end?: string }) =>
    fhir.update({
      resourceType: 'PractitionerRole',
      id,
      practitioner: { reference },
      organization: { reference: `Organization/${organization}` },
      period,
    });
  await role('works', 'workplace', { start: '2020-01-01' });
  await role('works-twice', 'workplace', { start: '2021-01-01' });
  await role('worked', 'workplace-left', { start: '2019-01-01', end: '2020-01-01' });
  const workplacesOf = async (account: string) => {
    const answer = await callQuery(bff, await signInOverHttp(bff, sandbox, account), 'session.workplaces');
    return ((await answer.json()) as { result: { data: string[] } }).result.data;
  };
  // others of the tests that share this record may let the same person work elsewhere
  const here = ['Pharmacie à usage intérieur', 'Urgences'];
  expect((await workplacesOf('pharmacien')).filter((name) => here.includes(name))).toEqual([here[0]]);
  expect(await workplacesOf('patient')).toEqual([]);
});
