import { randomBytes } from 'node:crypto';
import { connect, readSettings } from '../scripts/wire/connection.ts';
import { everyAccount } from './accounts.ts';
import type { StackUnderTest } from './stack.ts';

/** The little of a FHIR resource that tests handle without its type. */
export type Resource = { resourceType: string; id?: string } & Record<string, unknown>;
export interface Bundle extends Resource {
  resourceType: 'Bundle';
  total?: number;
  entry?: { resource?: Resource; response?: { status: string; location?: string } }[];
}

/** A FHIR client as the application's own background client (client credentials): tests arrange their data with it. */
export class FhirAsSystem {
  readonly #stack: StackUnderTest;
  /** Of the background client; its servers take it. Renewed before it ends. */
  readonly token: () => Promise<string>;
  constructor(stack: StackUnderTest) {
    this.#stack = stack;
    this.token = connect(readSettings(stack.settings)).token;
  }

  async request(
    method: string,
    address: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.#stack.settings['FHIR_URL']}/${address}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token()}`,
        accept: 'application/fhir+json',
        'content-type': 'application/fhir+json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Saves a new resource; answers it as stored. */
  create = <R extends Resource>(resource: R): Promise<R & { id: string }> =>
    this.#json('POST', resource.resourceType, resource);
  update = <R extends Resource>(resource: R & { id: string }): Promise<R & { id: string }> =>
    this.#json('PUT', `${resource.resourceType}/${resource.id}`, resource);
  read = (reference: string): Promise<Resource> => this.#json('GET', reference);
  search = (query: string): Promise<Bundle> => this.#json('GET', query);
  transaction = (resources: Resource[]): Promise<Bundle> =>
    this.#json('POST', '', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: resources.map((resource) => ({
        resource,
        request: { method: 'POST', url: resource.resourceType },
      })),
    });

  async #json<T>(method: string, address: string, body?: unknown): Promise<T> {
    const response = await this.request(method, address, body);
    if (!response.ok)
      throw new Error(`${method} ${address}: ${response.status} ${(await response.text()).slice(0, 500)}`);
    return (await response.json()) as T;
  }
}

/** Letters only: names are searched by their fragments. */
const letters = () => [...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');

export interface TestPatient {
  id: string;
  family: string;
  given: string;
  birthDate: string;
  ipp: string;
  reference: string;
}

/** Staff of the demonstration become the patient's care team: the policy opens a chart to nobody without a tie. */
export async function entrust(
  fhir: FhirAsSystem,
  patientId: string,
  usernames: readonly string[] = ['medecin', 'infirmier', 'radiologue', 'pharmacien'],
): Promise<void> {
  const members = everyAccount.filter((account) => usernames.includes(account.username));
  await fhir.create({
    resourceType: 'CareTeam',
    status: 'active',
    subject: { reference: `Patient/${patientId}` },
    participant: members.map(({ fhirUser }) => ({ member: { reference: fhirUser } })),
  });
}

/** A patient of its own for a test, told apart from all others by a family name of random letters. */
export async function newPatient(
  fhir: FhirAsSystem,
  over: Record<string, unknown> = {},
  { isEntrusted = true } = {},
): Promise<TestPatient> {
  const family = `Essai${letters()}`;
  const ipp = `T${Date.now()}${letters().slice(0, 3).toUpperCase()}`;
  const { id } = await fhir.create({
    resourceType: 'Patient',
    active: true,
    name: [{ use: 'official', family, given: ['Camille'] }],
    gender: 'female',
    birthDate: '1984-07-12',
    identifier: [
      {
        use: 'usual',
        system: 'https://keneyapp.example/ipp',
        value: ipp,
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PI' }] },
      },
    ],
    ...over,
  });
  if (isEntrusted) await entrust(fhir, id);
  return { id, family, given: 'Camille', birthDate: '1984-07-12', ipp, reference: `Patient/${id}` };
}

/** Key of the 13 first digits of an INS: 97 − (digits mod 97). */
export const insKey = (digits: string) => String(97 - Number(BigInt(digits) % 97n)).padStart(2, '0');
