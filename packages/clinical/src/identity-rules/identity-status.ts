/** Source of the four statuses: RNIV 1, EXI SI 07; FR Core, `fr-core-cs-identity-status`. */
export const identityStatuses = ['PROV', 'VALI', 'RECUP', 'QUAL'] as const;
export type IdentityStatus = (typeof identityStatuses)[number];

/** Source: RNIV 1, attributes of an identity: homonym goes with every status, doubtful and fictive only with provisional. */
export const identityAttributes = ['homonym', 'doubtful', 'fictive'] as const;
export type IdentityAttribute = (typeof identityAttributes)[number];

export interface IdentityState {
  status: IdentityStatus;
  attributes: readonly IdentityAttribute[];
}

export const newIdentity: IdentityState = { status: 'PROV', attributes: [] };

/** Whose document it is, where the rules make a difference. */
export type DocumentHolder = 'anybody' | 'minor' | 'minor-with-parent' | 'care-home-resident';

interface DocumentRule {
  /** Code of FR Core, `fr-core-cs-mode-validation-identity`; null for what validates nothing and has none. */
  code: string | null;
  /** Of whom it proves the identity: nobody when the list is empty. */
  proves: readonly DocumentHolder[];
}
const everybody: readonly DocumentHolder[] = ['anybody', 'minor', 'minor-with-parent', 'care-home-resident'];

/**
 * What people show, and what it proves.
 * Source: RNIV 1 (version in force since 2024), devices of high trust and special cases: identity card, passport, residence
 * permit, their electronic forms; for a minor without one a birth certificate or the family book together with a document of
 * a parent or guardian, or the circulation document of a foreign minor; on direct admission to a care home the same papers
 * with a carte Vitale that has a photograph. Codes: FR Core 3.0.0-ballot, `fr-core-vs-mode-validation-identity-ins`; PC is of 2.2.
 */
export const identityDocuments = {
  'identity-card': { code: 'CN', proves: everybody },
  passport: { code: 'PA', proves: everybody },
  'residence-permit': { code: 'CS', proves: everybody },
  'electronic-identity-card': { code: 'eCN', proves: everybody },
  'digital-identity-la-poste': { code: 'IN', proves: everybody },
  'armed-forces-card': { code: 'CIMS', proves: everybody },
  'birth-certificate': { code: 'AN', proves: ['minor-with-parent'] },
  'family-book': { code: 'LE', proves: ['minor-with-parent'] },
  'minor-circulation-document': { code: 'CC', proves: ['minor', 'minor-with-parent'] },
  'birth-certificate-and-vitale-card': { code: 'ANCV', proves: ['care-home-resident'] },
  'family-book-and-vitale-card': { code: 'LECV', proves: ['care-home-resident'] },
  'driving-licence': { code: 'PC', proves: [] },
  'vitale-card': { code: null, proves: [] },
  other: { code: null, proves: [] },
} as const satisfies Record<string, DocumentRule>;
export type IdentityDocument = keyof typeof identityDocuments;

/** Codes that other versions of FR Core have for the same. */
const olderCodes: Record<string, IdentityDocument> = {
  AC: 'birth-certificate',
  LEP: 'family-book',
  DC: 'minor-circulation-document',
};

/** The document of a validation mode of FR Core; null for a code that is not known here. */
export function documentOfCode(code: string): IdentityDocument | null {
  const all = Object.entries(identityDocuments) as [IdentityDocument, DocumentRule][];
  return all.find(([, rule]) => rule.code === code)?.[0] ?? olderCodes[code] ?? null;
}

export type IdentityEvent =
  | { kind: 'document'; document: IdentityDocument; holder?: DocumentHolder }
  /** One: the traits of the answer were compared with the person's and fit. Close: an answer whose traits do not. */
  | { kind: 'insi'; answer: 'one' | 'none' | 'several' | 'close' | 'away' }
  | { kind: 'datamatrix' }
  /** The application carte Vitale on the person's telephone (not the card): it hands over the INS itself. */
  | { kind: 'vitale-app' }
  | { kind: 'strict-trait-changed' }
  | { kind: 'attribute'; attribute: IdentityAttribute; isSet: boolean };

export type IdentityRefusal =
  /** Doubtful or fictive: such an identity stays provisional, and INSi is not asked. */
  | 'doubtful'
  | 'fictive'
  /** A carte Vitale says who is insured, not who is here. */
  | 'vitale-card-alone'
  | 'document-proves-nothing'
  /** Only for a minor, with a document of a parent or guardian. */
  | 'needs-minor-with-parent'
  | 'only-for-minors'
  | 'only-for-care-homes';

export type IdentityTransition =
  | {
      ok: true;
      state: IdentityState;
      /** A matricule that is on record is no longer in force: nothing sends or prints it, and INSi has to give it anew. */
      endsIns: boolean;
    }
  | { ok: false; refusal: IdentityRefusal };

/**
 * The state after something happened, or why that may not count.
 * Source: RNIV 1, statuses: VALI a document of high trust, RECUP an answer of INSi, QUAL both, PROV neither. An answer that
 * does not confirm takes away what an earlier one gave; silence changes nothing. A scanned datamatrix stays unproven until
 * INSi answers. A changed strict trait takes away both proofs, since neither was of these traits. Doubtful and fictive force
 * PROV, and taking them away gives nothing back. The application carte Vitale qualifies (RNIV 1 v2.0, 4.3.4).
 */
export function nextIdentityState(state: IdentityState, event: IdentityEvent): IdentityTransition {
  const { status, attributes } = state;
  if (event.kind === 'attribute') return withAttribute(state, event.attribute, event.isSet);
  if (event.kind === 'strict-trait-changed') return to(state, 'PROV');
  for (const barrier of ['fictive', 'doubtful'] as const)
    if (attributes.includes(barrier)) return { ok: false, refusal: barrier };
  const [isChecked, isAnswered] = [status === 'VALI' || status === 'QUAL', hasIns(status)];
  switch (event.kind) {
    case 'document': {
      const refusal = documentRefusal(event.document, event.holder ?? 'anybody');
      return refusal ? { ok: false, refusal } : to(state, isAnswered ? 'QUAL' : 'VALI');
    }
    case 'insi':
      if (event.answer === 'away') return to(state, status);
      if (event.answer === 'one') return to(state, isChecked ? 'QUAL' : 'RECUP');
      return to(state, isChecked ? 'VALI' : 'PROV');
    case 'datamatrix':
      return to(state, status);
    case 'vitale-app':
      return to(state, 'QUAL');
  }
}

const hasIns = (status: IdentityStatus): boolean => status === 'RECUP' || status === 'QUAL';

const to = (
  before: IdentityState,
  status: IdentityStatus,
  attributes: IdentityState['attributes'] = before.attributes,
): IdentityTransition => ({
  ok: true,
  state: { status, attributes },
  endsIns: hasIns(before.status) && !hasIns(status),
});

function withAttribute(
  state: IdentityState,
  attribute: IdentityAttribute,
  isSet: boolean,
): IdentityTransition {
  const attributes = identityAttributes.filter((a) =>
    a === attribute ? isSet : state.attributes.includes(a),
  );
  return to(state, isSet && attribute !== 'homonym' ? 'PROV' : state.status, attributes);
}

function documentRefusal(document: IdentityDocument, holder: DocumentHolder): IdentityRefusal | null {
  const { proves }: DocumentRule = identityDocuments[document];
  if (proves.includes(holder)) return null;
  if (document === 'vitale-card') return 'vitale-card-alone';
  if (proves.includes('care-home-resident')) return 'only-for-care-homes';
  if (proves.includes('minor')) return 'only-for-minors';
  return proves.includes('minor-with-parent') ? 'needs-minor-with-parent' : 'document-proves-nothing';
}

/** Source: référentiel INS, RNIV 1: matricule and OID are sent, printed and shown for a qualified identity only. */
export function mayUseIns({ status, attributes }: IdentityState): boolean {
  return status === 'QUAL' && !attributes.includes('doubtful') && !attributes.includes('fictive');
}

/** Source: RNIV 1: INSi is not asked about an identity that is doubtful or fictive. */
export function mayAskInsi({ attributes }: IdentityState): boolean {
  return !attributes.includes('doubtful') && !attributes.includes('fictive');
}
