import type { Consent, ConsentProvision } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { ConsentKind } from '../access/policy.ts';
import { buildConsent } from './build-consent.ts';
import { currentConsents } from './consent.ts';
import { consentKindSystem } from './consent-marks.ts';
import { readConsent } from './read-consent.ts';

const now = new Date('2026-07-15T10:00:00Z');
let made = 0;
interface Made {
  type?: 'permit' | 'deny';
  on?: string;
  status?: Consent['status'];
  provision?: Partial<ConsentProvision>;
  kinds?: ConsentKind[];
  actors?: string[];
}
function consent(
  kind: ConsentKind,
  {
    type = 'permit',
    on = '2026-01-01T09:00:00Z',
    status = 'active',
    provision = {},
    kinds = [kind],
    actors = [],
  }: Made = {},
): Consent {
  return {
    resourceType: 'Consent',
    id: `c${++made}`,
    meta: { versionId: '3' },
    status,
    scope: {},
    dateTime: on,
    patient: { reference: 'Patient/p' },
    category: [
      { coding: [{ system: 'http://loinc.org', code: '59284-0' }] },
      ...kinds.map((code) => ({ coding: [{ system: consentKindSystem, code }] })),
    ],
    provision: {
      type,
      ...(actors.length > 0
        ? { actor: actors.map((reference) => ({ role: {}, reference: { reference } })) }
        : {}),
      ...provision,
    },
  };
}
const decisions = (...list: Consent[]) =>
  currentConsents(list, now).map(({ kind, decision, actors }) => [kind, decision, ...actors].join(' '));

describe('the newest decision in force', () => {
  const [old, recent] = ['2025-01-01T09:00:00Z', '2026-05-01T09:00:00Z'];
  it.each<[string, Consent[], string[]]>([
    ['is the only one', [consent('care')], ['care permit']],
    [
      'is the later one, whatever the order',
      [consent('sharing', { type: 'deny', on: recent }), consent('sharing', { on: old })],
      ['sharing deny'],
    ],
    [
      'may give again',
      [consent('sharing', { type: 'deny', on: old }), consent('sharing', { on: recent })],
      ['sharing permit'],
    ],
    [
      'is the refusal of two of one moment',
      [consent('care'), consent('care', { type: 'deny' })],
      ['care deny'],
    ],
    [
      'is one per kind',
      [consent('care'), consent('portal', { type: 'deny' })],
      ['care permit', 'portal deny'],
    ],
    [
      'is not one recorded by mistake',
      [
        consent('care', { on: old }),
        consent('care', { type: 'deny', status: 'entered-in-error', on: recent }),
      ],
      ['care permit'],
    ],
    [
      'is not a proposal',
      [consent('care', { status: 'proposed' }), consent('portal', { status: 'draft', type: 'deny' })],
      [],
    ],
    [
      'is a refusal when the patient was asked and said no',
      [consent('research', { status: 'rejected' })],
      ['research deny'],
    ],
    [
      'is not a withdrawn agreement, nor an older one behind it',
      [consent('portal', { on: old }), consent('portal', { status: 'inactive', on: recent })],
      [],
    ],
    [
      'is the older refusal behind a withdrawn agreement',
      [consent('portal', { type: 'deny', on: old }), consent('portal', { status: 'inactive', on: recent })],
      ['portal deny'],
    ],
    [
      'is the agreement before a refusal that was lifted',
      [consent('portal', { on: old }), consent('portal', { type: 'deny', status: 'inactive', on: recent })],
      ['portal permit'],
    ],
    [
      'is not yet one that begins later',
      [
        consent('care', { on: old }),
        consent('care', { type: 'deny', on: recent, provision: { period: { start: '2026-08-01' } } }),
      ],
      ['care permit'],
    ],
    [
      'is no longer a refusal that has ended',
      [
        consent('care', { on: old }),
        consent('care', { type: 'deny', on: recent, provision: { period: { end: '2026-06' } } }),
      ],
      ['care permit'],
    ],
    [
      'is no older agreement once a newer one has ended',
      [
        consent('research', { on: old }),
        consent('research', { on: recent, provision: { period: { end: '2026-06-30' } } }),
      ],
      [],
    ],
    [
      'is none of other categories',
      [
        {
          ...consent('care'),
          category: [
            {
              coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentcategorycodes', code: 'acd' }],
            },
          ],
        },
      ],
      [],
    ],
  ])('%s', (_what, list, expected) => {
    expect(decisions(...list)).toEqual(expected);
  });

  it('goes by the day of the hospital', () => {
    const until = (end: string, at: string) =>
      currentConsents([consent('care', { provision: { period: { end } } })], new Date(at)).length;
    expect(until('2026-07-15', '2026-07-15T21:59:59Z')).toBe(1);
    expect(until('2026-07-15', '2026-07-15T22:00:00Z')).toBe(0);
    expect(until('2026', '2026-12-31T22:59:00Z')).toBe(1);
    expect(
      currentConsents(
        [consent('care', { provision: { period: { start: '2026-02-01', end: '2026-07-31' } } })],
        now,
      ),
    ).toEqual([
      {
        kind: 'care',
        decision: 'permit',
        actors: [],
        from: '2026-01-31T23:00:00.000Z',
        until: '2026-07-31T21:59:59.999Z',
      },
    ]);
  });
});

describe('persons', () => {
  it('are each judged alone', () => {
    const list = [
      consent('objection', {
        type: 'deny',
        on: '2026-01-01T09:00:00Z',
        actors: ['Practitioner/a', 'Practitioner/b'],
      }),
      consent('objection', { type: 'permit', on: '2026-02-01T09:00:00Z', actors: ['Practitioner/a'] }),
      consent('delegation', { on: '2026-01-01T09:00:00Z', actors: ['Patient/x', 'RelatedPerson/y'] }),
      consent('delegation', { type: 'deny', on: '2026-02-01T09:00:00Z', actors: ['Patient/x'] }),
    ];
    expect(decisions(...list)).toEqual([
      'objection deny Practitioner/b',
      'delegation permit RelatedPerson/y',
    ]);
  });
  it('of an absolute or versioned address are the same person for a refusal, and nobody for a delegation', () => {
    expect(
      decisions(
        consent('objection', { type: 'deny', actors: ['https://fhir.example/r4/Practitioner/a/_history/2'] }),
      ),
    ).toEqual(['objection deny Practitioner/a']);
    expect(decisions(consent('delegation', { actors: ['https://elsewhere.example/Patient/x'] }))).toEqual([]);
  });
});

describe('what cannot be understood never opens anything', () => {
  const odd: [string, Made][] = [
    ['a day that does not exist', { provision: { period: { end: 'soon' } } }],
    ['an end before its start', { provision: { period: { start: '2026-07-01', end: '2026-06-01' } } }],
    ['an instant without its zone', { provision: { period: { end: '2027-01-01T10:00:00' } } }],
    ['a limit to some data', { provision: { dataPeriod: { start: '2020' } } }],
    ['a purpose', { provision: { purpose: [{ code: 'TREAT' }] } }],
    ['exceptions', { provision: { provision: [{ type: 'deny' }] } }],
    ['two kinds', { kinds: ['care', 'research'] }],
    ['somebody nobody knows', { actors: ['Group/1'] }],
    ['no date', { on: '' }],
    ['a date to come', { on: '2026-07-15T10:02:00Z' }],
  ];
  it.each(odd)('an agreement with %s is worth nothing', (_what, made) => {
    expect(decisions(consent('care', made))).toEqual([]);
  });
  it.each(odd)('a refusal with %s holds', (_what, made) => {
    expect(decisions(consent('care', { ...made, type: 'deny' }))).toContain('care deny');
  });
  it('one without a type is a refusal', () => {
    const { type: _type, ...provision } = consent('care').provision ?? {};
    expect(decisions({ ...consent('care'), provision })).toEqual(['care deny']);
    const { provision: _provision, ...bare } = consent('portal');
    expect(decisions(bare)).toEqual(['portal deny']);
  });
  it('an objection to nobody who can be told closes the chart to all; a delegation to nobody opens none', () => {
    expect(decisions(consent('objection', { type: 'deny' }))).toEqual(['care deny']);
    expect(decisions(consent('objection', { type: 'deny', actors: ['Practitioner/a', 'Group/1'] }))).toEqual([
      'objection deny Practitioner/a',
      'care deny',
    ]);
    expect(decisions(consent('delegation', { actors: ['Patient/x', 'Practitioner/a'] }))).toEqual([]);
    expect(
      decisions(
        consent('delegation', { actors: ['Patient/x'] }),
        consent('delegation', { type: 'deny', on: '2026-02-01T09:00:00Z' }),
      ),
    ).toContain('delegation deny');
  });
  it('an agreement that cannot be read does not bring an older one back', () => {
    expect(
      decisions(
        consent('care', { on: '2025-01-01T09:00:00Z' }),
        consent('care', { provision: { purpose: [{ code: 'TREAT' }] } }),
      ),
    ).toEqual([]);
  });
});

it('reads what it builds', () => {
  const built = buildConsent({
    patientId: 'p',
    kind: 'delegation',
    decision: 'permit',
    persons: [{ reference: 'Patient/x', display: 'Luc Durand' }],
    from: '2026-07-01',
    until: null,
    signedOn: null,
    at: now,
    performers: [{ reference: 'Patient/p', display: 'Jeanne Durand' }],
    key: 'k',
  });
  expect(readConsent({ ...built, id: 'c', meta: { versionId: '1' } })).toEqual({
    id: 'c',
    versionId: '1',
    kind: 'delegation',
    decision: 'permit',
    status: 'active',
    isReadable: true,
    actors: ['Patient/x'],
    persons: [{ reference: 'Patient/x', display: 'Luc Durand' }],
    from: '2026-06-30T22:00:00.000Z',
    until: null,
    recordedAt: now.toISOString(),
    performers: [{ reference: 'Patient/p', display: 'Jeanne Durand', userId: null }],
  });
});
