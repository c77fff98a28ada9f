import { parseJson, sameJson, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type {
  ContactDetail,
  Extension,
  PlanDefinition,
  Reference,
  Resource,
  UsageContext,
} from '@medplum/fhirtypes';
import { date } from './dates.ts';
import { orderSetPlan, readOrderSet, type OrderSet, type OrderTemplate } from './order-set.ts';
import { words } from './text.ts';

/**
 * What a nurse may apply without a doctor beside them: a written protocol, qualitative and quantitative, dated and signed by
 * a doctor (code de la santé publique, R4311-7, R4311-8 and R4311-14).
 */
export interface Protocol extends Pick<OrderSet, 'id' | 'title'> {
  /** As it is stored: who applies it says which one they read. */
  version: string;
  url: string | null;
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
  /** As of a set of orders: null where anything of it could not be taken over, or says more than its lines do. */
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
    url,
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
    lines: lines !== null && saysNoMore(plan, lines) ? lines : null,
  };
}

/** What a plan may say beside what is shown of it before it is applied: what it is called, by whom and since when. */
const shownElements: ReadonlySet<string> = new Set([
  ...['resourceType', 'id', 'meta', 'language', 'text', 'identifier', 'url', 'version', 'name', 'title'],
  ...['type', 'status', 'date', 'publisher', 'contact', 'copyright', 'approvalDate', 'lastReviewDate'],
  ...['effectivePeriod', 'author', 'editor', 'reviewer', 'endorser', 'usage', 'useContext', 'extension'],
  ...['contained', 'action', 'experimental'],
]);

/** Whoever applies it reads its lines: whatever else it says of whom it is for, or of what is given and how, is no line. */
function saysNoMore(plan: PlanDefinition, lines: readonly OrderTemplate[]): boolean {
  if (plan.experimental || !Object.keys(plan).every((one) => shownElements.has(one))) return false;
  if (!(plan.useContext ?? []).every((one) => unitOf(one).length > 0)) return false;
  const written = orderSetPlan(
    { id: '', title: '', description: null, publisher: null, approvedOn: null },
    lines,
  );
  const contained = plan.contained ?? [];
  const actions = plan.action ?? [];
  if (contained.length !== lines.length || actions.length !== lines.length) return false;
  return lines.every((line, i) => {
    const { id: _, definitionCanonical, ...more } = actions[i] ?? {};
    const activity = contained.filter(({ id }) => `#${id ?? ''}` === definitionCanonical);
    return (
      sameJson(more, { title: line.coded.text }) &&
      activity.length === 1 &&
      sameJson(withoutId(activity[0]), withoutId(written.contained?.[i]))
    );
  });
}

/** As it was written, digit for digit. */
function withoutId(one: Resource | undefined): unknown {
  const { id: _, ...rest } = one ?? ({} as Partial<Resource>);
  return parseJson(stringifyWithDigits(rest));
}

/** Of this server: what another one calls by the same name is somebody else. */
const ofThisServer = (
  type: 'Practitioner' | 'Organization',
  { reference = '' }: Reference = {},
): string | null => (new RegExp(`^${type}/[A-Za-z0-9.-]{1,64}$`).test(reference) ? reference : null);

const unitOf = ({ code, valueReference }: UsageContext): string[] => {
  const key = ofThisServer('Organization', valueReference);
  return code.system === contextTypes && code.code === 'venue' && key ? [key] : [];
};

/** Who signed first: it is in their name that it is applied. Null where a signature cannot be read: nobody else takes its place. */
function signerOf(endorsers: readonly ContactDetail[] = []): string | null {
  const [first] = endorsers
    .flatMap(({ extension = [] }) => extension)
    .filter(({ url }) => url === extensions.signer);
  return ofThisServer('Practitioner', first?.valueReference);
}

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
