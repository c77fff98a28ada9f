import type { Regimen } from '@keneyapp/clinical/prescribing';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import type { OrderTemplate } from '@keneyapp/fhir-model/order-set';
import { protocolPlan } from '@keneyapp/fhir-model/protocol';
import type { Organization, PlanDefinition, Reference } from '@medplum/fhirtypes';
import { crp, crpWords, paracetamol, regimen, today, words, type Orders } from './testing-orders.ts';

/** Written protocols and a ward whose people sign and apply them. */
type Head = Parameters<typeof protocolPlan>[0];
type Drug = Extract<OrderTemplate, { kind: 'drug' }>;

export const mos = 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante';

/** A line of a protocol: paracetamol, unless it is said. */
export const drug = (
  more: Partial<Regimen> = {},
  coded: OrderTemplate['coded'] = { text: words, code: paracetamol },
  setting: Drug['setting'] = 'inpatient',
): OrderTemplate => ({
  kind: 'drug',
  coded,
  regimen: { ...(regimen as Regimen), ...more },
  setting,
  priority: 'urgent',
});
export const test: OrderTemplate = {
  kind: 'service',
  category: 'laboratory',
  coded: { text: crpWords, code: crp },
  timing: null,
  duration: null,
  priority: 'routine',
  addressee: '',
};

export interface Written {
  head?: Partial<Head>;
  lines?: OrderTemplate[];
  /** What the resource says otherwise. */
  plan?: object;
}
/** Stores a protocol of this ward that can be applied, but for what is said. */
export async function storeProtocol(
  { fhir }: Pick<Orders, 'fhir'>,
  ward: Reference<Organization>,
  id: string,
  { head = {}, lines = [drug()], plan = {} }: Written = {},
): Promise<{ id: string; version: string }> {
  const whole: Head = {
    ...{ id, title: `Protocole ${id}`, url: `https://chu.example/protocols/${id}`, edition: '2' },
    indication: 'Douleur, échelle numérique ≥ 4',
    exclusions: ['Insuffisance hépatique', 'Moins de 50 kg'],
    ...{ units: [ward], signer: { reference: 'Practitioner/pract-senior', display: 'Dr Personne' } },
    ...{ signedOn: addDays(today, -10), from: addDays(today, -9), until: addDays(today, 300) },
    ...head,
  };
  const stored: PlanDefinition = await fhir.update({ ...protocolPlan(whole, lines), ...plan });
  return { id, version: stored.meta?.versionId ?? '' };
}

/** What somebody is in the ward. */
export const storeRole = (
  { fhir }: Pick<Orders, 'fhir'>,
  ward: Reference<Organization>,
  [name, code, system]: readonly [name: string, code: string, system: string],
  more: object = {},
) =>
  fhir.update({
    resourceType: 'PractitionerRole',
    id: `role-${name}`,
    active: true,
    practitioner: { reference: `Practitioner/pract-${name}` },
    organization: ward,
    code: [{ coding: [{ system, code }] }],
    ...more,
  });

/** The ward and those who work there: their account, family name, profession. */
export async function openWard(
  { fhir }: Pick<Orders, 'fhir'>,
  ward: Reference<Organization>,
  people: readonly (readonly [name: string, family: string, code: string, system: string])[],
): Promise<void> {
  await fhir.update({
    resourceType: 'Organization',
    id: (ward.reference ?? '').split('/')[1] ?? '',
    name: 'Médecine',
    active: true,
  });
  for (const [name, family, code, system] of people) {
    await fhir.update({
      resourceType: 'Practitioner',
      id: `pract-${name}`,
      active: true,
      name: [{ family }],
    });
    await storeRole({ fhir }, ward, [name, code, system]);
  }
}
