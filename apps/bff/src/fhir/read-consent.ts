import type { Consent, ConsentProvision } from '@medplum/fhirtypes';
import { consentKinds, type ConsentKind, type PolicyConsent } from '../access/policy.ts';
import { date } from '@keneyapp/fhir-model/dates';
import { referenceKey, referenceTo } from '@keneyapp/fhir-model/references';
import { confirmedByExtension, consentKindSystem, userSystem } from './consent-marks.ts';
import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';

/**
 * A decision of a patient as it is recorded. What cannot be understood never widens access: `isReadable` false makes a
 * refusal hold without bounds and an agreement be worth nothing.
 */
export interface ConsentRecord extends PolicyConsent {
  id: string;
  versionId: string | null;
  status: 'active' | 'inactive' | 'entered-in-error' | 'other';
  isReadable: boolean;
  /** When it was decided, as recorded. */
  recordedAt: string | null;
  /** Who agreed and who wrote it down; `userId` as the application knows them. */
  performers: { reference: string | null; display: string | null; userId: string | null }[];
  /** The same persons as `actors`, with their names. */
  persons: { reference: string; display: string | null }[];
}

/** Reads the first kind a Consent is about; null when it is none of ours. */
export function readConsent(consent: Consent): ConsentRecord | null {
  const [kind] = kindsOf(consent);
  return kind ? readAs(consent, kind) : null;
}

/** Every kind a Consent is about. Ours name one; of one that names several only a refusal counts. */
export function readConsents(consent: Consent): ConsentRecord[] {
  return kindsOf(consent).map((kind) => readAs(consent, kind));
}

function kindsOf(consent: Consent): ConsentKind[] {
  const codes = (consent.category ?? [])
    .flatMap((c) => c.coding ?? [])
    .filter((c) => c.system === consentKindSystem)
    .map((c) => c.code);
  return consentKinds.filter((kind) => codes.includes(kind));
}

function readAs(consent: Consent, kind: ConsentKind): ConsentRecord {
  const { provision, status } = consent;
  // `rejected` is a patient who was asked and said no; without a type nobody knows what was said
  const isPermit = provision?.type === 'permit' && status !== 'rejected';
  const persons = (provision?.actor ?? []).flatMap(({ reference }) => {
    const key = actorKey(kind, reference?.reference);
    return key === null ? [] : [{ reference: key, display: reference?.display?.trim() || null }];
  });
  const bounds = boundsOf(provision);
  const namesPersons = kind === 'objection' || kind === 'delegation';
  const isReadable =
    bounds !== null &&
    provision?.type !== undefined &&
    kindsOf(consent).length === 1 &&
    !saysMore(consent) &&
    persons.length === (provision.actor ?? []).length &&
    namesPersons === persons.length > 0;
  return {
    kind,
    decision: isPermit ? 'permit' : 'deny',
    actors: persons.map((p) => p.reference),
    persons,
    isReadable,
    from: bounds?.from ?? null,
    until: bounds?.until ?? null,
    id: consent.id ?? '',
    versionId: consent.meta?.versionId ?? null,
    status:
      status === 'rejected'
        ? 'active'
        : status === 'active' || status === 'inactive' || status === 'entered-in-error'
          ? status
          : 'other',
    recordedAt: date(consent.dateTime),
    performers: (consent.performer ?? []).map((p) => ({
      reference: referenceKey(p.reference ?? ''),
      display: p.display?.trim() || null,
      userId: (p.identifier?.system === userSystem && p.identifier.value) || null,
    })),
  };
}

/** People the policy can tell apart. A delegate is somebody of this server; an absolute reference may be of another. */
function actorKey(kind: ConsentKind, reference: string | undefined): string | null {
  if (reference === undefined) return null;
  if (kind === 'delegation')
    return referenceTo(['Patient', 'RelatedPerson'], reference) === reference ? reference : null;
  const key = referenceKey(reference);
  return key !== null && /^(Practitioner|Organization|Location)\//.test(key) ? key : null;
}

/** Conditions, exceptions and limits to some data that this reader would not honour. */
function saysMore({ provision, modifierExtension }: Consent): boolean {
  if (modifierExtension?.length || provision?.modifierExtension?.length) return true;
  const {
    action,
    securityLabel,
    purpose,
    class: classes,
    code,
    dataPeriod,
    data,
    provision: exceptions,
  } = provision ?? {};
  return (
    dataPeriod !== undefined ||
    [action, securityLabel, purpose, classes, code, data, exceptions].some(
      (list) => list !== undefined && list.length > 0,
    )
  );
}

/** Instants a decision holds between; a day is the hospital's, from its first to its last moment. Null when unreadable. */
function boundsOf(
  provision: ConsentProvision | undefined,
): { from: string | null; until: string | null } | null {
  const { start, end } = provision?.period ?? {};
  const [from, until] = [
    start === undefined ? null : edge(start, 'first'),
    end === undefined ? null : edge(end, 'last'),
  ];
  if ((start !== undefined && from === null) || (end !== undefined && until === null)) return null;
  if (from !== null && until !== null && until < from) return null;
  return { from, until };
}

function edge(text: string, which: 'first' | 'last'): string | null {
  const known = date(text);
  if (known === null || (known.length > 10 && !/(Z|[+-]\d{2}:\d{2})$/.test(known))) return null;
  const first = known.length > 10 ? new Date(known) : dayStart(`${known}-01-01`.slice(0, 10));
  if (Number.isNaN(first.getTime())) return null;
  if (which === 'first' || known.length > 10) return first.toISOString();
  return new Date(dayStart(dayAfter(known)).getTime() - 1).toISOString();
}

function dayStart(day: string): Date {
  return Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? new Date(Number.NaN) : startOf(day);
}

/** The day after a day, a month or a year. */
function dayAfter(text: string): string {
  const [year = 0, month = 1] = text.split('-').map(Number);
  if (text.length === 10) return addDays(text, 1);
  if (text.length === 7 && month < 12) return `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return `${String(year + 1).padStart(4, '0')}-01-01`;
}

/** The day a form was signed: a day. A confirmation, beside it, is an instant. */
export const signedOnOf = ({ verification }: Consent): string | null =>
  verification?.find((v) => v.verified && v.verificationDate?.length === 10)?.verificationDate ?? null;

/** Who confirmed what was proposed; null of what was never proposed. */
export const confirmedByOf = ({
  verification,
}: Consent): { name: string | null; isPatient: boolean } | null => {
  const confirmed = verification?.find((v) => v.verified && (v.verificationDate?.length ?? 0) > 10);
  const byStaff = confirmed?.extension?.find((e) => e.url === confirmedByExtension)?.valueReference;
  const by = byStaff ?? confirmed?.verifiedWith;
  return by ? { name: by.display ?? null, isPatient: by.reference?.startsWith('Patient/') ?? false } : null;
};
