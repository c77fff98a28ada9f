import type { ContactDetail, Extension, PlanDefinition, Reference, UsageContext } from '@medplum/fhirtypes';
import { date } from './dates.ts';
import { orderSetPlan, readOrderSet, type OrderSet, type OrderTemplate } from './order-set.ts';
import { referenceTo } from './references.ts';
import { words } from './text.ts';

/**
 * What a nurse may apply without a doctor beside them: a written protocol, qualitative and quantitative, dated and signed by
 * a doctor (code de la santé publique, R4311-7, R4311-8 and R4311-14).
 */
export interface Protocol extends Pick<OrderSet, 'id' | 'title'> {
  /** As it is stored: who applies it says which one they read. */
  version: string;
  /** `url|version`, by which an order names what it follows; null where either is missing. */
  canonical: string | null;
  /** The hospital's own number of it. */
  edition: string | null;
  isActive: boolean;
  /** For which situation, in words. */
  indication: string | null;
  /** Any of these, and it is not applied. */
  exclusions: string[];
  /** `Organization/…` for whose nurses it is. */
  units: string[];
  /** `Practitioner/…` who signed it; null: nobody did. */
  signer: string | null;
  signedOn: string | null;
  from: string | null;
  /** When it has to be looked at again; null: nobody said. */
  until: string | null;
  /** As of a set of orders: null where anything of it could not be taken over. */
  lines: OrderTemplate[] | null;
}

const planTypes = 'http://terminology.hl7.org/CodeSystem/plan-definition-type';
const contextTypes = 'http://terminology.hl7.org/CodeSystem/usage-context-type';
/** R4 has no element for what keeps a plan from being followed, and of who endorsed it only a name. */
const extensions = {
  exclusion: 'https://keneyapp.example/fhir/StructureDefinition/protocol-exclusion',
  signer: 'https://keneyapp.example/fhir/StructureDefinition/protocol-signer',
} as const;

/** As a search asks for them. */
export const protocolType = `${planTypes}|clinical-protocol`;

/** Null of a plan of another kind. */
export function readProtocol(plan: PlanDefinition): Protocol | null {
  const isProtocol = plan.type?.coding?.some(
    ({ system, code }) => system === planTypes && code === 'clinical-protocol',
  );
  if (!isProtocol) return null;
  const { id, title, lines } = readOrderSet(plan);
  const [url, edition] = [words(plan.url), words(plan.version)];
  return {
    id,
    title,
    version: plan.meta?.versionId ?? '',
    canonical: url && edition ? `${url}|${edition}` : null,
    edition,
    isActive: plan.status === 'active',
    indication: words(plan.usage),
    exclusions: (plan.extension ?? []).flatMap(({ url: of, valueString }) =>
      // one that says nothing is asked all the same: nobody would know that there is one
      of === extensions.exclusion ? [words(valueString) ?? '?'] : [],
    ),
    units: (plan.useContext ?? []).flatMap(unitOf),
    signer: signerOf(plan.endorser),
    signedOn: date(plan.approvalDate),
    from: date(plan.effectivePeriod?.start),
    until: date(plan.effectivePeriod?.end),
    // what changes the meaning of the whole is known by nobody here
    lines: plan.modifierExtension || plan.implicitRules ? null : lines,
  };
}

const unitOf = ({ code, valueReference }: UsageContext): string[] => {
  const key = referenceTo(['Organization'], valueReference?.reference);
  return code.system === contextTypes && code.code === 'venue' && key ? [key] : [];
};

/** Who signed first: it is in their name that it is applied. */
const signerOf = (endorsers: readonly ContactDetail[] = []): string | null =>
  endorsers
    .flatMap(({ extension = [] }) => extension)
    .flatMap(({ url, valueReference }) =>
      url === extensions.signer ? (referenceTo(['Practitioner'], valueReference?.reference) ?? []) : [],
    )[0] ?? null;

/** The same, written: what a hospital loads as its protocol. */
export function protocolPlan(
  head: Pick<Protocol, 'id' | 'title' | 'indication' | 'exclusions' | 'signedOn' | 'from' | 'until'> & {
    url: string;
    edition: string;
    units: readonly Reference[];
    signer: Reference | null;
  },
  lines: readonly OrderTemplate[],
): PlanDefinition & { id: string } {
  const { id, title, url, edition, indication, exclusions, units, signer, signedOn, from, until } = head;
  const { type: _, ...plan } = orderSetPlan(
    { id, title, description: null, publisher: null, approvedOn: signedOn },
    lines,
  );
  return {
    ...plan,
    type: { coding: [{ system: planTypes, code: 'clinical-protocol' }] },
    url,
    version: edition,
    ...(indication === null ? {} : { usage: indication }),
    ...(exclusions.length === 0
      ? {}
      : {
          extension: exclusions.map((valueString): Extension => ({ url: extensions.exclusion, valueString })),
        }),
    useContext: units.map((unit): UsageContext => ({
      code: { system: contextTypes, code: 'venue' },
      valueReference: unit as NonNullable<UsageContext['valueReference']>,
    })),
    ...(signer === null
      ? {}
      : {
          endorser: [
            {
              ...(signer.display === undefined ? {} : { name: signer.display }),
              extension: [{ url: extensions.signer, valueReference: signer }],
            },
          ],
        }),
    ...(from === null && until === null
      ? {}
      : {
          effectivePeriod: {
            ...(from === null ? {} : { start: from }),
            ...(until === null ? {} : { end: until }),
          },
        }),
  };
}
