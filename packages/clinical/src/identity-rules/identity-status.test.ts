import { describe, expect, it } from 'vitest';
import {
  documentOfCode,
  identityDocuments,
  identityStatuses,
  mayAskInsi,
  mayUseIns,
  newIdentity,
  nextIdentityState,
  type IdentityAttribute,
  type IdentityDocument,
  type IdentityEvent,
  type IdentityStatus,
} from './identity-status.ts';

const result = (status: IdentityStatus, attributes: readonly IdentityAttribute[], event: IdentityEvent) => {
  const next = nextIdentityState({ status, attributes }, event);
  return next.ok ? next.state.status + (next.endsIns ? ' ends INS' : '') : next.refusal;
};
const insi = (answer: 'one' | 'none' | 'several' | 'close' | 'away'): IdentityEvent => ({
  kind: 'insi',
  answer,
});
const set = (attribute: IdentityAttribute, isSet = true): IdentityEvent => ({
  kind: 'attribute',
  attribute,
  isSet,
});

describe('every status and every event', () => {
  it.each<[string, IdentityEvent, [string, string, string, string]]>([
    ['identity card', { kind: 'document', document: 'identity-card' }, ['VALI', 'VALI', 'QUAL', 'QUAL']],
    [
      'carte Vitale',
      { kind: 'document', document: 'vitale-card' },
      ['vitale-card-alone', 'vitale-card-alone', 'vitale-card-alone', 'vitale-card-alone'],
    ],
    [
      'driving licence',
      { kind: 'document', document: 'driving-licence' },
      [
        'document-proves-nothing',
        'document-proves-nothing',
        'document-proves-nothing',
        'document-proves-nothing',
      ],
    ],
    ['INSi one', insi('one'), ['RECUP', 'QUAL', 'RECUP', 'QUAL']],
    ['INSi none', insi('none'), ['PROV', 'VALI', 'PROV ends INS', 'VALI ends INS']],
    ['INSi several', insi('several'), ['PROV', 'VALI', 'PROV ends INS', 'VALI ends INS']],
    ['INSi close', insi('close'), ['PROV', 'VALI', 'PROV ends INS', 'VALI ends INS']],
    ['INSi away', insi('away'), ['PROV', 'VALI', 'RECUP', 'QUAL']],
    ['datamatrix', { kind: 'datamatrix' }, ['PROV', 'VALI', 'RECUP', 'QUAL']],
    ['application carte Vitale', { kind: 'vitale-app' }, ['QUAL', 'QUAL', 'QUAL', 'QUAL']],
    [
      'strict trait changed',
      { kind: 'strict-trait-changed' },
      ['PROV', 'PROV', 'PROV ends INS', 'PROV ends INS'],
    ],
    ['homonym', set('homonym'), ['PROV', 'VALI', 'RECUP', 'QUAL']],
    ['no homonym', set('homonym', false), ['PROV', 'VALI', 'RECUP', 'QUAL']],
    ['doubtful', set('doubtful'), ['PROV', 'PROV', 'PROV ends INS', 'PROV ends INS']],
    ['not doubtful', set('doubtful', false), ['PROV', 'VALI', 'RECUP', 'QUAL']],
    ['fictive', set('fictive'), ['PROV', 'PROV', 'PROV ends INS', 'PROV ends INS']],
    ['not fictive', set('fictive', false), ['PROV', 'VALI', 'RECUP', 'QUAL']],
  ])('%s', (_, event, expected) => {
    expect(identityStatuses.map((status) => result(status, [], event))).toEqual(expected);
    // a homonym is treated as everybody else
    expect(identityStatuses.map((status) => result(status, ['homonym'], event))).toEqual(expected);
  });

  it.each(['doubtful', 'fictive'] as const)(
    'a %s identity stays provisional, and INSi is not asked',
    (attribute) => {
      const events: IdentityEvent[] = [
        { kind: 'document', document: 'passport' },
        insi('one'),
        insi('away'),
        { kind: 'datamatrix' },
        { kind: 'vitale-app' },
      ];
      expect(events.map((event) => result('PROV', [attribute], event))).toEqual(events.map(() => attribute));
      expect(result('PROV', [attribute], { kind: 'strict-trait-changed' })).toBe('PROV');
      expect(result('PROV', [attribute], set(attribute, false))).toBe('PROV');
      expect(mayAskInsi({ status: 'PROV', attributes: [attribute] })).toBe(false);
      // a record from elsewhere that says both
      expect(mayUseIns({ status: 'QUAL', attributes: [attribute] })).toBe(false);
    },
  );

  it('keeps other attributes, each once', () => {
    const twice = [set('homonym'), set('doubtful'), set('homonym'), set('doubtful', false)].reduce(
      (state, event) => {
        const next = nextIdentityState(state, event);
        return next.ok ? next.state : state;
      },
      newIdentity,
    );
    expect(twice).toEqual({ status: 'PROV', attributes: ['homonym'] });
  });

  it('uses the matricule of a qualified identity only', () => {
    expect(identityStatuses.filter((status) => mayUseIns({ status, attributes: [] }))).toEqual(['QUAL']);
    expect(mayUseIns({ status: 'QUAL', attributes: ['homonym'] })).toBe(true);
  });
});

describe('every document', () => {
  const holders = ['anybody', 'minor', 'minor-with-parent', 'care-home-resident'] as const;
  const everybody = ['VALI', 'VALI', 'VALI', 'VALI'];
  const withParent = [
    'needs-minor-with-parent',
    'needs-minor-with-parent',
    'VALI',
    'needs-minor-with-parent',
  ];
  const careHome = ['only-for-care-homes', 'only-for-care-homes', 'only-for-care-homes', 'VALI'];
  const nothing = holders.map(() => 'document-proves-nothing');
  const expected: Record<IdentityDocument, string[]> = {
    'identity-card': everybody,
    passport: everybody,
    'residence-permit': everybody,
    'electronic-identity-card': everybody,
    'digital-identity-la-poste': everybody,
    'armed-forces-card': everybody,
    'birth-certificate': withParent,
    'family-book': withParent,
    'minor-circulation-document': ['only-for-minors', 'VALI', 'VALI', 'only-for-minors'],
    'birth-certificate-and-vitale-card': careHome,
    'family-book-and-vitale-card': careHome,
    'driving-licence': nothing,
    'vitale-card': holders.map(() => 'vitale-card-alone'),
    other: nothing,
  };
  it.each(Object.entries(expected))('%s', (document, of) => {
    expect(
      holders.map((holder) =>
        result('PROV', [], { kind: 'document', document: document as IdentityDocument, holder }),
      ),
    ).toEqual(of);
  });
  it('is found again by its code, and by codes of other versions of FR Core', () => {
    for (const [document, { code }] of Object.entries(identityDocuments))
      if (code !== null) expect(documentOfCode(code)).toBe(document);
    expect(['AC', 'LEP', 'DC', 'TC', ''].map(documentOfCode)).toEqual([
      'birth-certificate',
      'family-book',
      'minor-circulation-document',
      null,
      null,
    ]);
  });
});
