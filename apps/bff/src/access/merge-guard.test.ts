import { keptPatient, leadingPatient, unmergedPair } from '@keneyapp/fhir-model/identity-merge';
import { newPatient, writeIdentity } from '@keneyapp/fhir-model/identity-write';
import { moved } from '@keneyapp/fhir-model/moved-references';
import {
  birthDateOf,
  insSystems,
  newIdentity,
  unsaidBirthDate,
  type IdentityState,
} from '@keneyapp/clinical';
import type { Bundle, Condition, Patient, Provenance, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { acceptedMerge, type MergeStep } from './merge-guard.ts';

const now = new Date('2026-11-29T10:00:00Z');
const person = (id: string, more: Partial<Patient> = {}): Patient => ({
  ...newPatient(
    {
      traits: {
        birthName: `ESSAI${id.toUpperCase()}`,
        firstGivenName: 'ZOE',
        givenNames: ['ZOE'],
        birthDate: birthDateOf('1984-02-29') ?? unsaidBirthDate,
        sex: 'female',
        birthPlace: { code: '75112', name: 'Paris 12e' },
      },
      state: newIdentity,
      ipp: `8000000${id.length}${id}`,
    },
    now,
  ),
  ...more,
  id,
  meta: { ...more.meta, versionId: '1' },
});
const secret = { security: [{ system: 'conf', code: 'V' }] };
const kept = person('k', { generalPractitioner: [{ reference: 'Practitioner/a' }] });
const other = person('o', { generalPractitioner: [{ reference: 'Practitioner/b' }], meta: secret });
const problem: Condition = {
  resourceType: 'Condition',
  id: 'c',
  meta: { versionId: '1', security: [{ code: 'R' }] },
  subject: { reference: 'Patient/o' },
  asserter: { reference: 'Patient/o' },
  code: { text: 'a word' },
};

const marker = (resources: readonly Resource[]): Provenance => ({
  resourceType: 'Provenance',
  id: 'marker',
  recorded: now.toISOString(),
  target: resources.map(({ resourceType, id }) => ({ reference: `${resourceType}/${id ?? ''}` })),
  agent: [{ who: { reference: 'Practitioner/me' } }],
});
const put = (resource: Resource, ifMatch?: string) => {
  const url = `${resource.resourceType}/${resource.id ?? ''}`;
  return {
    fullUrl: url,
    resource,
    request: { method: 'PUT' as const, url, ...(ifMatch ? { ifMatch } : {}) },
  };
};
const sent = (resources: readonly Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [...resources.map((one) => put(one, 'W/"1"')), put(marker(resources))],
});
/** Answers by id as a FHIR server does. */
const serverWith = (stored: readonly Resource[]) => ({
  batchSearch: (searches: readonly { type: string; params: Record<string, unknown> }[]) =>
    Promise.resolve(
      searches.map(({ type, params }): Bundle => ({
        resourceType: 'Bundle',
        type: 'searchset',
        entry: stored
          .filter(
            (one) =>
              one.resourceType === type &&
              String(params['_id'])
                .split(',')
                .includes(one.id ?? ''),
          )
          .map((resource) => ({ resource })),
      })),
    ),
});
const stored = [kept, other, problem];
const whole = (): Resource[] => [
  keptPatient(kept, other, { birthName: 'other' }, now),
  leadingPatient(other, kept),
  moved(problem, 'o', 'k'),
];
const accept = (
  bundle: Bundle,
  {
    step = { kind: 'merge' },
    fhirUser = 'Practitioner/me',
    there = stored,
  }: { step?: MergeStep; fhirUser?: string; there?: readonly Resource[] } = {},
) => acceptedMerge({ kept: 'k', other: 'o', step, fhirUser, fhir: serverWith(there) as never, now }, bundle);
const reasonOf = (given: Promise<unknown>) =>
  given.then(
    () => 'accepted',
    (error: { cause?: { reason?: string }; status?: number }) => error.cause?.reason ?? error.status,
  );
/** The whole of it with one part otherwise. */
const withPart = (part: Resource): Resource[] =>
  whole().map((one) => (one.resourceType === part.resourceType && one.id === part.id ? part : one));

describe('what merges two records', () => {
  it('is both Patients, who did it, and references that now name the other', async () => {
    expect(await reasonOf(accept(sent(whole())))).toBe('accepted');
  });

  const ofKept = () => whole()[0] as Patient;
  const ofOther = () => whole()[1] as Patient;
  const ofProblem = () => whole()[2] as Condition;
  it.each<[string, Resource[], unknown]>([
    ['a word', withPart({ ...ofProblem(), code: { text: 'another' } }), 'other-part'],
    ['a label taken away', withPart({ ...ofProblem(), meta: { versionId: '1' } }), 'other-part'],
    ['half of the references', withPart({ ...problem, subject: { reference: 'Patient/k' } }), 'other-part'],
    ['another patient', withPart(moved(problem, 'o', 'x')), 'other-part'],
    [
      'another display',
      withPart({ ...ofProblem(), asserter: { reference: 'Patient/k', display: 'x' } }),
      'other-part',
    ],
    [
      'a name that neither has',
      withPart({ ...ofKept(), name: [{ use: 'official', family: 'X', given: ['ZOE'] }] }),
      'other-part',
    ],
    [
      'a practitioner who treats neither',
      withPart({
        ...ofKept(),
        generalPractitioner: [
          ...(kept.generalPractitioner ?? []),
          ...(other.generalPractitioner ?? []),
          { reference: 'Practitioner/me' },
        ],
      }),
      'other-part',
    ],
    [
      'a practitioner who does not treat any more',
      withPart({ ...ofKept(), generalPractitioner: kept.generalPractitioner ?? [] }),
      'other-part',
    ],
    ['a label of the other that is lost', withPart({ ...ofKept(), meta: { versionId: '1' } }), 'other-part'],
    [
      'a link to somebody else',
      withPart({ ...ofKept(), link: [{ other: { reference: 'Patient/x' }, type: 'replaces' }] }),
      'other-part',
    ],
    [
      'another unit',
      withPart({ ...ofKept(), managingOrganization: { reference: 'Organization/x' } }),
      'other-part',
    ],
    ['the record set aside', withPart({ ...ofKept(), active: false }), 'other-part'],
    [
      'a number that neither has',
      withPart({ ...ofKept(), identifier: [...(ofKept().identifier ?? []), { system: 'x', value: 'x' }] }),
      'hospital-number',
    ],
    [
      'a number that is lost',
      withPart({ ...ofKept(), identifier: kept.identifier ?? [] }),
      'hospital-number',
    ],
    [
      'both numbers in use',
      withPart({ ...ofKept(), identifier: [...(kept.identifier ?? []), ...(other.identifier ?? [])] }),
      'hospital-number',
    ],
    [
      'a changed word of the record that leads on',
      withPart({ ...ofOther(), name: kept.name ?? [] }),
      'other-part',
    ],
    ['the record that leads on left in force', withPart({ ...ofOther(), active: true }), 'other-part'],
    ['one Patient alone', whole().slice(1), 'other-chart'],
    ['a third Patient', [...whole(), person('x')], 412],
    ['no Patient', whole().slice(2), 'other-chart'],
  ])('never %s', async (_what, resources, reason) => {
    expect(await reasonOf(accept(sent(resources)))).toBe(reason);
  });

  it('makes nothing, deletes nothing and overwrites no trail', async () => {
    const bundle = sent(whole());
    const more = (entry: unknown) => ({ ...bundle, entry: [...(bundle.entry ?? []), entry] }) as Bundle;
    expect(await reasonOf(accept(more(put({ ...problem, id: 'new' }))))).toBe('other-chart');
    expect(await reasonOf(accept(more({ request: { method: 'DELETE', url: 'Condition/c' } })))).toBe(
      'other-chart',
    );
    const old = { ...marker(whole()), id: 'older' };
    expect(await reasonOf(accept(more(put(old, 'W/"1"'))))).toBe('other-chart');
    expect(await reasonOf(accept(more(put({ ...old, target: [{ reference: 'Condition/x' }] }))))).toBe(
      'other-chart',
    );
  });

  it('is done over what is stored now', async () => {
    const newer = [kept, other, { ...problem, meta: { versionId: '2' } }];
    expect(await reasonOf(accept(sent(whole()), { there: newer }))).toBe(412);
  });

  it('is not done by one of the two, nor to what leads on', async () => {
    for (const fhirUser of ['Patient/k', 'Patient/o'])
      expect(await reasonOf(accept(sent(whole()), { fhirUser }))).toBe('own-record');
    const leading = {
      ...kept,
      active: false,
      link: [{ other: { reference: 'Patient/x' }, type: 'replaced-by' as const }],
    };
    expect(await reasonOf(accept(sent(whole()), { there: [leading, other, problem] }))).toBe(
      'already-merged',
    );
    const ins = (value: string) => [{ use: 'official' as const, system: insSystems.test, value }];
    const two = [{ ...kept, identifier: ins('1') }, { ...other, identifier: ins('2') }, problem];
    expect(await reasonOf(accept(sent(whole()), { there: two }))).toBe('two-matricules');
  });

  it('gives no matricule to traits that nobody proved', async () => {
    const ins = { use: 'official' as const, system: insSystems.test, value: '185057512345673' };
    const state: IdentityState = { status: 'QUAL', attributes: [] };
    const proven = {
      ...writeIdentity(other, { state, ins: { matricule: ins.value, oid: '1.2.250.1.213.1.4.10' } }, now),
      meta: { ...secret, versionId: '1' },
    };
    const there = [kept, proven, problem];
    const traits = { birthName: 'other' } as const;
    const of = (written: Patient): Resource[] => [
      written,
      leadingPatient(proven, kept),
      moved(problem, 'o', 'k'),
    ];
    const all = keptPatient(kept, proven, traits, now);
    expect(await reasonOf(accept(sent(of(all)), { there }))).toBe('accepted');
    const unproven = keptPatient(kept, proven, {}, now);
    expect(await reasonOf(accept(sent(of(unproven)), { there }))).toBe('accepted');
    const given = { ...unproven, identifier: [...(unproven.identifier ?? []), ins] };
    const trusted = { ...given, extension: all.extension ?? [] };
    for (const written of [given, trusted])
      expect(await reasonOf(accept(sent(of(written)), { there }))).toBe('unproven-ins');
  });
});

describe('what follows or undoes a merge', () => {
  it('writes no Patient when it follows', async () => {
    const step = { kind: 'follow' } as const;
    const there = [kept, leadingPatient(other, kept), problem];
    expect(await reasonOf(accept(sent([moved(problem, 'o', 'k')]), { step, there }))).toBe('accepted');
    // of a record that does not lead there, or does no more
    expect(await reasonOf(accept(sent([moved(problem, 'o', 'k')]), { step }))).toBe('other-chart');
    expect(await reasonOf(accept(sent(whole()), { step, there }))).toBe('other-part');
    // nor does it take anything out of the kept record
    const ofKept = moved(problem, 'o', 'k');
    expect(await reasonOf(accept(sent([problem]), { step, there: [ofKept] }))).toBe('other-part');
  });

  it('puts both Patients back as they were, and nothing else', async () => {
    const [k, o, c] = whole().map((one) => ({ ...one, meta: { ...one.meta, versionId: '2' } })) as [
      Patient,
      Patient,
      Condition,
    ];
    const pair = { before: { kept, other }, after: { kept: '2', other: '2' } };
    const step = { kind: 'undo', pair } as const;
    const back = unmergedPair(pair, { kept: k, other: o });
    const of = (resources: readonly Resource[]): Bundle => ({
      ...sent(resources),
      entry: [...resources.map((one) => put(one, 'W/"2"')), put(marker(resources))],
    });
    const there = [k, o, c];
    expect(await reasonOf(accept(of([back.kept, back.other, problem]), { step, there }))).toBe('accepted');
    expect(await reasonOf(accept(of([back.kept, { ...back.other, gender: 'male' }]), { step, there }))).toBe(
      'other-part',
    );
    expect(await reasonOf(accept(of([{ ...problem, code: { text: 'x' } }]), { step, there }))).toBe(
      'other-part',
    );
  });
});
