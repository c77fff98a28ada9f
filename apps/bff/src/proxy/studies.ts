import type { FhirClient } from '@keneyapp/fhir-client';
import type { ImagingStudy } from '@medplum/fhirtypes';
import { patientIdOf } from '@keneyapp/fhir-model/references';

/** Of a study: whose it is, how far, its labels and what it belongs to. */
const elements = 'identifier,subject,meta,status,encounter,basedOn,procedureReference,reasonReference';

/** A study and whose it is; the resource carries its labels. */
export interface OwnedStudy {
  patientId: string;
  study: ImagingStudy;
  /** Every record that names the study. */
  records: readonly ImagingStudy[];
}

/** Who a study belongs to; null when no ImagingStudy names it, or several patients claim it. */
export interface StudyOwners {
  ownerOf(study: string): Promise<OwnedStudy | null>;
  /** All studies of a patient, by UID. */
  studiesOf(patientId: string): Promise<{ uid: string; study: ImagingStudy }[]>;
  /** Patients having this as an identifier, whatever its system. */
  patientsWithIdentifier(value: string): Promise<string[]>;
}

/**
 * A label, or a study that is given to another patient, holds two seconds later at the latest, as everything that changed
 * past the application; somebody who scrolls does not wait for it, the second half of the time asks again beside them.
 */
const keep = 2_000,
  max = 20_000;

interface Known {
  owner: Promise<OwnedStudy | null>;
  until: number;
  isAskedAgain: boolean;
}

/** Asks the FHIR server a few times a second and study at most, however many frames are read. */
export function studyOwners(fhir: FhirClient, now: () => number = Date.now): StudyOwners {
  const known = new Map<string, Known>();

  async function find(study: string): Promise<OwnedStudy | null> {
    const found = await fhir.searchAll(
      'ImagingStudy',
      { identifier: `urn:dicom:uid|urn:oid:${study}`, _elements: elements, _count: 10 },
      10,
    );
    const named = found.filter((s) => uidOf(s) === study);
    const [owner = null, ...others] = new Set(named.map(subjectOf));
    if (owner === null || others.length > 0) return null;
    // several records of one study: every label of any of them counts
    const security = named.flatMap((s) => s.meta?.security ?? []),
      tag = named.flatMap((s) => s.meta?.tag ?? []);
    return named[0]
      ? { patientId: owner, study: { ...named[0], meta: { security, tag } }, records: named }
      : null;
  }

  /** What is known is as old as its question. */
  const ask = (study: string): Known => ({ owner: find(study), until: now() + keep, isAskedAgain: false });
  const remember = (study: string, entry: Known) => {
    if (known.size >= max) known.delete(known.keys().next().value ?? '');
    known.delete(study);
    known.set(study, entry);
    entry.owner.catch(() => {
      if (known.get(study) === entry) known.delete(study);
    });
  };
  const askAgain = (study: string, cached: Known) => {
    cached.isAskedAgain = true;
    const entry = ask(study);
    entry.owner.then(
      () => remember(study, entry),
      () => undefined, // asked once more when it is needed, and then the failure is told
    );
  };

  return {
    ownerOf(study) {
      const cached = known.get(study);
      const left = (cached?.until ?? 0) - now();
      if (cached && left > 0) {
        if (left < keep / 2 && !cached.isAskedAgain) askAgain(study, cached);
        return cached.owner;
      }
      const entry = ask(study);
      remember(study, entry);
      return entry.owner;
    },
    async studiesOf(patientId) {
      const found = await fhir.searchAll(
        'ImagingStudy',
        { patient: patientId, _elements: elements, _count: 500 },
        5_000,
      );
      return found.flatMap((study) => {
        const uid = uidOf(study);
        return uid !== null && subjectOf(study) === patientId ? [{ uid, study }] : [];
      });
    },
    async patientsWithIdentifier(value) {
      const found = await fhir.searchAll(
        'Patient',
        { identifier: value.replace(/[\\,|$]/g, '\\$&'), _elements: 'identifier', _count: 20 },
        20,
      );
      return found
        .filter((p) => p.identifier?.some((i) => i.value === value))
        .flatMap((p) => (p.id ? [p.id] : []));
    },
  };
}

/** Bare StudyInstanceUID of an ImagingStudy. */
function uidOf(study: ImagingStudy): string | null {
  const value = study.identifier?.find((i) => i.system === 'urn:dicom:uid')?.value;
  return value ? value.replace(/^urn:oid:/, '') : null;
}
function subjectOf(study: ImagingStudy): string | null {
  return patientIdOf(study.subject?.reference);
}
