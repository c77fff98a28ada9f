import { parseJson, sameJson } from '@keneyapp/fhir-client/json';
import type { HumanName, ImagingStudy, ImagingStudySeries, Patient } from '@medplum/fhirtypes';
import type { Connection } from '../wire/connection.ts';
import { qido, string, type DicomJson } from '../wire/dicomweb.ts';
import { postBundle, put, search } from '../wire/fhir.ts';
import { imagingStudyId, stableId } from '../wire/ids.ts';
import { Unusable } from './content.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import { folded } from '@keneyapp/clinical';
import { offsetAt } from '@keneyapp/fhir-model/hospital-days';

const dicomSystem = 'http://dicom.nema.org/resources/ontology/DCM',
  pageSize = 500,
  largest = 2 ** 31 - 1; // FHIR's unsignedInt

/**
 * Writes the ImagingStudy of a study from what the DICOMweb server now says of it, and its Patient if there is none: a study
 * that comes in several runs, or in two orders, ends the same. Nothing is written when nothing changed. Answers the id of the
 * Patient if it is one that images made: whoever was there before keeps the ties they have.
 */
export async function describeStudy(c: Connection, uid: string): Promise<string | null> {
  const study = (await qido(c, `studies?StudyInstanceUID=${uid}&includefield=all`))[0];
  if (!study) throw new Unusable('the DICOMweb server does not know the study it stored');
  const series: ImagingStudySeries[] = [];
  for (const item of await pages(c, `studies/${uid}/series?includefield=all`)) {
    const seriesUid = string(item, '0020000E');
    if (seriesUid)
      series.push(
        describeSeries(
          item,
          seriesUid,
          await pages(c, `studies/${uid}/series/${seriesUid}/instances?includefield=00280008`),
          string(item, '00080201') ?? string(study, '00080201'),
        ),
      );
  }
  series.sort((a, b) => (a.number ?? 0) - (b.number ?? 0) || ((a.uid ?? '') < (b.uid ?? '') ? -1 : 1));
  const known = (
    await search(c, `ImagingStudy?identifier=${encodeURIComponent(`urn:dicom:uid|urn:oid:${uid}`)}&_count=1`)
  ).entry?.[0]?.resource as (ImagingStudy & { id: string }) | undefined;
  const subject = known?.subject ?? { reference: patientReference(await findPatient(c, study, uid)) };
  const next = {
    ...known,
    ...describe(study, series),
    id: known?.id ?? imagingStudyId(uid),
    subject,
    identifier: identifiers(known, study, uid),
  } as ImagingStudy & { id: string };
  if (!known || !same(known, next)) await postBundle(c, 'transaction', [put(next)]);
  return /^Patient\/(dcm-[0-9a-f]+)$/.exec(subject.reference ?? '')?.[1] ?? null;
}

async function pages(c: Connection, path: string): Promise<DicomJson[]> {
  const all: DicomJson[] = [];
  for (;;) {
    const page = await qido(c, `${path}&limit=${pageSize}&offset=${all.length}`);
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}

function describe(study: DicomJson, series: ImagingStudySeries[]): Partial<ImagingStudy> {
  const started = dateTime(string(study, '00080020'), string(study, '00080030'), string(study, '00080201')),
    description = words(study, '00081030');
  const modalities = [...new Set(series.map((s) => s.modality?.code ?? 'OT'))];
  return {
    resourceType: 'ImagingStudy',
    status: 'available',
    modality: modalities.map((code) => ({ system: dicomSystem, code })),
    ...(started ? { started } : {}),
    ...(description ? { description } : {}),
    numberOfSeries: series.length,
    numberOfInstances: series.reduce((n, s) => n + (s.numberOfInstances ?? 0), 0),
    series,
  };
}

function describeSeries(
  item: DicomJson,
  uid: string,
  instances: readonly DicomJson[],
  zone: string | undefined,
): ImagingStudySeries {
  const number = Number.parseInt(string(item, '00200011') ?? '', 10),
    description = words(item, '0008103E'),
    body = words(item, '00180015'),
    started = dateTime(string(item, '00080021'), string(item, '00080031'), zone);
  const list = instances.flatMap((i) => {
    const sop = string(i, '00080018');
    return sop
      ? [
          {
            uid: sop,
            sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${string(i, '00080016') ?? ''}` },
            ...positive(string(i, '00200013')),
          },
        ]
      : [];
  });
  return {
    uid,
    ...(number >= 0 && number <= largest ? { number } : {}),
    modality: { system: dicomSystem, code: words(item, '00080060') ?? 'OT' },
    ...(description ? { description } : {}),
    numberOfInstances: list.length,
    ...(body ? { bodySite: { system: dicomSystem, code: body, display: body } } : {}),
    ...(started ? { started } : {}),
    instance: list,
  };
}

const positive = (text: string | undefined): { number?: number } => {
  const n = Number.parseInt(text ?? '', 10);
  return n >= 0 && n <= largest ? { number: n } : {};
};

/** A text as FHIR takes it: files can hold control characters, and codes have no two spaces in a row. */
const words = (item: DicomJson, tag: string): string | undefined =>
  cleaned(string(item, tag) ?? '') || undefined;
const cleaned = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function identifiers(
  known: ImagingStudy | undefined,
  study: DicomJson,
  uid: string,
): ImagingStudy['identifier'] {
  const list = known?.identifier ?? [],
    accession = words(study, '00080050'),
    value = `urn:oid:${uid}`;
  return [
    ...(list.some((i) => i.value === value) ? [] : [{ system: 'urn:dicom:uid', value }]),
    ...list,
    ...(accession && !list.some((i) => i.value === accession)
      ? [
          {
            type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] },
            value: accession,
          },
        ]
      : []),
  ];
}

const same = (a: ImagingStudy, b: ImagingStudy): boolean => {
  const { meta: _a, ...x } = a,
    { meta: _b, ...y } = b;
  return sameJson(x, parseJson(JSON.stringify(y))); // as it would be sent: without what is undefined
};
/**
 * DICOM date and time, in the zone the file says (TimezoneOffsetFromUTC). Files rarely say it: Europe/Paris is assumed; a day
 * alone stays a day, nonsense is left out.
 */
function dateTime(date: string | undefined, time: string | undefined, zone?: string): string | undefined {
  const d = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date?.trim() ?? '');
  if (!d) return undefined;
  const day = `${d[1]}-${d[2]}-${d[3]}`,
    at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day) return undefined; // there is no 30 February
  const t = /^(\d{2}):?(\d{2})(?::?(\d{2}))?/.exec(time?.trim() ?? '');
  if (!t || Number(t[1]) > 23 || Number(t[2]) > 59) return day;
  const said = /^([+-])(0\d|1[0-4])([0-5]\d)$/.exec(zone?.trim() ?? '');
  return `${day}T${t[1]}:${t[2]}:${Number(t[3] ?? 0) > 59 ? '59' : (t[3] ?? '00')}${said ? `${said[1]}${said[2]}:${said[3]}` : offsetAt(`${day}T${t[1]}:${t[2]}`)}`;
}

/** Id of the patient of a study: by PatientID and issuer; without an issuer name and birth date have to agree too, for the number means nothing outside its house. */
async function findPatient(c: Connection, study: DicomJson, uid: string): Promise<string> {
  const number = words(study, '00100020') ?? '',
    issuer = words(study, '00100021') ?? '',
    name = personName(study),
    birthDate = dateTime(string(study, '00100030'), undefined);
  const system =
    issuer === ''
      ? 'https://keneyapp.example/dicom/patient-id'
      : /^(urn:|https?:)/.test(issuer)
        ? issuer
        : `https://keneyapp.example/dicom/issuer/${encodeURIComponent(issuer)}`;
  const agrees = (p: Patient) =>
    issuer !== '' ||
    ((p.birthDate ?? '') === (birthDate ?? '') &&
      (p.name ?? []).some((n) => foldedName(n) === foldedName(name)));
  if (number !== '') {
    const found =
      (await search(c, `Patient?identifier=${encodeURIComponent(`${system}|${number}`)}&_count=20`)).entry ??
      [];
    const match = found.flatMap((e) =>
      e.resource?.resourceType === 'Patient' && e.resource.id && agrees(e.resource) ? [e.resource.id] : [],
    )[0];
    if (match) return match;
  }
  // without a number two studies are never taken for one person's
  const id =
      number === ''
        ? stableId('dcm', 'study', uid)
        : issuer === ''
          ? stableId('dcm', number, foldedName(name), birthDate ?? '')
          : stableId('dcm', issuer, number),
    sex = string(study, '00100040')?.trim();
  const patient: Patient & { id: string } = {
    resourceType: 'Patient',
    id,
    active: true,
    ...(number === ''
      ? {}
      : {
          identifier: [
            {
              use: 'usual',
              type: {
                coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }],
                text: 'PatientID',
              },
              system,
              value: number,
            },
          ],
        }),
    name: [name],
    gender: sex === 'M' ? 'male' : sex === 'F' ? 'female' : sex === 'O' ? 'other' : 'unknown',
    ...(birthDate ? { birthDate } : {}),
  };
  await postBundle(c, 'transaction', [put(patient)]);
  return id;
}

const foldedName = (n: HumanName): string =>
  folded([n.family ?? '', ...(n.given ?? []), n.family || n.given ? '' : (n.text ?? '')].join(' '))
    .replace(/\s+/g, ' ')
    .trim();

interface PersonName {
  Alphabetic?: string;
  Ideographic?: string;
  Phonetic?: string;
}

function personName(study: DicomJson): HumanName {
  const value = study['00100010']?.Value?.[0],
    text = (
      typeof value === 'object' && value !== null
        ? String(
            (value as PersonName).Alphabetic ||
              (value as PersonName).Ideographic ||
              (value as PersonName).Phonetic ||
              '',
          )
        : typeof value === 'string'
          ? value
          : ''
    ).trim();
  const [family = '', given = '', middle = '', prefix = ''] = text.split('^').map(cleaned);
  if (family === '' && given === '') return { text: 'Sans nom' };
  const all = [given, middle].filter(Boolean);
  return {
    use: 'official',
    ...(family ? { family } : {}),
    ...(all.length > 0 ? { given: all } : {}),
    ...(prefix ? { prefix: [prefix] } : {}),
    text: [family.toUpperCase(), ...all].filter(Boolean).join(' '),
  };
}
