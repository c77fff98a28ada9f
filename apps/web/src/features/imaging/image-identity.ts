import type { Identity } from '@keneyapp/bff/features/patients/view';
import { comparableIdentity, matchIdentities } from '@keneyapp/clinical';
import { first, text, type DicomJson } from './dicom-json.ts';

const fields = ['familyName', 'givenName', 'birthDate', 'sex'] as const;
type Field = (typeof fields)[number];

/** Whether the images of a study say that they are of somebody else than the record does. */
export interface ImageIdentity {
  /** `fits`; `other`: somebody else; `unsure`: some of it differs; `none`: they name nobody (PS3.15, de-identified). */
  fit: 'fits' | 'other' | 'unsure' | 'none';
  differs: Field[];
  /** As the images have it. */
  name: string | null;
  birthDate: string | null;
}

/** Elements of a study (PS3.6) that say whose it is. */
export const identityTags = ['00100010', '00100020', '00100030', '00100040'] as const;

type Known = Pick<
  Identity,
  'birthName' | 'usedName' | 'givenNames' | 'usedGivenName' | 'birthDate' | 'sex' | 'ipp'
>;

/** Compares the patient module of a study with the record it is filed in, by the comparison of duplicates (ADR 30). */
export function imageIdentity(study: DicomJson, known: Known): ImageIdentity {
  const [family, given] = personName(study);
  const birthDate = dateOf(text(study, '00100030'));
  const name = [family, given].filter(Boolean).join(' ') || null;
  const sex = ({ M: 'male', F: 'female', O: 'other' } as const)[text(study, '00100040')];
  if (name === null) return { fit: 'none', differs: [], name, birthDate };
  const match = matchIdentities(
    comparableIdentity({
      birthName: known.birthName ?? undefined,
      usedName: known.usedName ?? undefined,
      givenNames: known.givenNames,
      usedGivenName: known.usedGivenName ?? undefined,
      birthDate: known.birthDate ?? undefined,
      sex: known.sex,
    }),
    comparableIdentity({
      birthName: family || undefined,
      givenNames: given ? [given] : [],
      birthDate: birthDate ?? undefined,
      sex,
    }),
  );
  const levels = new Map<string, string | null>(match.fields.map(({ field, level }) => [field, level]));
  const differs = fields.filter((field) => {
    const level = levels.get(field) ?? null;
    // a name in use is the person's own
    return level !== null && level !== 'equal' && level !== 'used' && level !== 'particle';
  });
  const isOfNumber = known.ipp !== null && text(study, '00100020') === known.ipp;
  if (differs.length === 0) return { fit: 'fits', differs, name, birthDate };
  const isOther = match.matchClass === 'different' && !isOfNumber;
  return { fit: isOther ? 'other' : 'unsure', differs, name, birthDate };
}

/** Family and given name, `DURAND^Anne^Marie` (PS3.5, PN). */
function personName(study: DicomJson): [family: string, given: string] {
  const value = first(study, '00100010');
  const written =
    typeof value === 'object' && value !== null && 'Alphabetic' in value ? value.Alphabetic : value;
  const [family = '', given = ''] = typeof written === 'string' ? written.split('^') : [];
  return [family.trim(), given.trim()];
}

/** `19840712` (PS3.5, DA) as FHIR writes it; null where it is no whole date. */
function dateOf(written: string): string | null {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(written.trim()) ?? [];
  return year ? `${year}-${month}-${day}` : null;
}
