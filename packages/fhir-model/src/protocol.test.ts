import { emptyRegimen, emptyStep } from '@keneyapp/clinical/prescribing';
import type { ActivityDefinition, PlanDefinition } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { orderSetPlan, type OrderTemplate } from './order-set.ts';
import { protocolPlan, readProtocol } from './protocol.ts';
import { systems } from './systems.ts';

const lines: OrderTemplate[] = [
  {
    kind: 'drug',
    coded: { text: 'paracétamol', code: { system: systems.atc, code: 'N02BE01' } },
    regimen: {
      ...emptyRegimen,
      route: 'oral',
      steps: [{ ...emptyStep, dose: { value: '1', unit: 'g' }, timing: { once: true } }],
    },
    setting: 'inpatient',
    priority: 'routine',
  },
];
const head = {
  id: 'pain',
  title: 'Douleur',
  url: 'https://chu.example/protocols/pain',
  edition: '2',
  indication: 'Échelle numérique ≥ 4',
  exclusions: ['Insuffisance hépatique', 'Moins de 50 kg'],
  units: [{ reference: 'Organization/ward', display: 'Médecine' }],
  signer: { reference: 'Practitioner/senior', display: 'Dr Fontaine' },
  signedOn: '2026-01-05',
  from: '2026-01-06',
  until: '2028-01-06',
};
const plan = protocolPlan(head, lines);

describe('a written protocol', () => {
  it('is read as it was written', () => {
    expect(readProtocol({ ...plan, meta: { versionId: '7' } })).toEqual({
      ...{ id: 'pain', title: 'Douleur', version: '7', edition: '2', isActive: true, lines },
      url: 'https://chu.example/protocols/pain',
      canonical: 'https://chu.example/protocols/pain|2',
      indication: head.indication,
      exclusions: head.exclusions,
      units: ['Organization/ward'],
      signer: 'Practitioner/senior',
      ...{ signedOn: head.signedOn, from: head.from, until: head.until },
    });
  });

  const [activity, action] = [plan.contained?.[0] as ActivityDefinition, plan.action?.[0]];
  const lines1 = (changes: Partial<ActivityDefinition>) => ({ contained: [{ ...activity, ...changes }] });
  const ofAge = { system: 'http://terminology.hl7.org/CodeSystem/usage-context-type', code: 'age' };
  const [dosage] = activity.dosage ?? [];
  it.each<[string, object]>([
    ['is experimental', { experimental: true }],
    ['is for a group', { subjectReference: { reference: 'Group/children' } }],
    [
      'is for an age',
      { useContext: [...(plan.useContext ?? []), { code: ofAge, valueRange: { high: { value: 15 } } }] },
    ],
    ['was succeeded', { relatedArtifact: [{ type: 'successor', resource: `${head.url}|3` }] }],
    ['says more at an action', { action: [{ ...action, textEquivalent: 'La moitié après 75 ans' }] }],
    ['calls a line otherwise', { action: [{ ...action, title: 'Morphine' }] }],
    ['has a line twice', { action: [action, action] }],
    ['has a line that is not begun', { contained: [activity, { ...activity, id: 'a9' }] }],
    ['has two lines of one name', { contained: [activity, activity], action: [action, action] }],
    ['has a retired line', lines1({ status: 'retired' })],
    ['explains a line', lines1({ description: 'Jamais sous anticoagulant' })],
    [
      'writes another drug than it codes',
      lines1({ productCodeableConcept: { ...activity.productCodeableConcept, text: 'morphine' } }),
    ],
    [
      'codes two drugs',
      lines1({
        productCodeableConcept: {
          ...activity.productCodeableConcept,
          coding: [
            ...(activity.productCodeableConcept?.coding ?? []),
            { system: systems.atc, code: 'N02AA01', display: 'morphine' },
          ],
        },
      }),
    ],
    [
      'is over since long',
      lines1({
        dosage: [
          { ...dosage, timing: { repeat: { boundsPeriod: { start: '2020-01-01', end: '2020-01-07' } } } },
        ],
      }),
    ],
  ])('that %s has no lines: who applies it would not be shown it', (_, changes) => {
    expect(readProtocol({ ...plan, ...changes } as PlanDefinition)?.lines).toBeNull();
  });

  it('is no set of orders', () => {
    const set = { id: 's', title: 'Entrée', description: null, publisher: null, approvedOn: '2026-01-05' };
    expect(readProtocol(orderSetPlan(set, lines))).toBeNull();
  });

  it.each<[string, Partial<PlanDefinition>, object]>([
    ['that names nobody who signed', { endorser: [{ name: 'Dr Fontaine' }] }, { signer: null }],
    [
      'that somebody of elsewhere signed',
      {
        endorser: [
          {
            extension: [
              {
                url: 'https://keneyapp.example/fhir/StructureDefinition/protocol-signer',
                valueReference: { reference: 'Organization/ward' },
              },
            ],
          },
        ],
      },
      { signer: null },
    ],
    [
      'with what changes its meaning',
      { modifierExtension: [{ url: 'x', valueBoolean: true }] },
      { lines: null },
    ],
    ['of which nothing says the edition', { version: ' ' }, { canonical: null }],
    ['that was retired', { status: 'retired' }, { isActive: false }],
  ])('%s says so', (_what, more, said) => {
    expect(readProtocol({ ...plan, ...more })).toMatchObject(said);
  });
});
