import { parseJson } from '@keneyapp/fhir-client/json';
import {
  comparableIdentity,
  insSystems,
  matchIdentities,
  type IdentityMatch,
  type IdentityTraits,
} from '@keneyapp/clinical';
import type { BundleEntry, HumanName, Patient } from '@medplum/fhirtypes';
import { json } from '../http/call.ts';
import { badRequest } from '../outcome.ts';
import type { Row } from '../store/driver.ts';
import { Given } from './given.ts';
import type { Operation, OperationCall } from './operation.ts';

interface FoundRow extends Row {
  ref: string;
  content: string;
}

/**
 * Who on record may be this person: https://hl7.org/fhir/R4/patient-operation-match.html, by the scoring of French identities
 * that the application has (docs/adr/0030).
 */
export const match: Operation = {
  name: 'match',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match',
  types: ['Patient'],
  levels: ['type'],
  isQuery: false,
  run,
};

const gradeUrl = 'http://hl7.org/fhir/StructureDefinition/match-grade';
/** A score is compared with others of this server; as a share of what is certain it is one of the standard's. */
const certainBits = 40;
const fewest = 20,
  most = 200,
  atOnce = 1_000;

async function run({ call, db }: OperationCall) {
  const given = new Given(call);
  given.only(['resource', 'onlyCertainMatches', 'count', '_format', '_pretty']);
  const asked = given.resource('resource') as Partial<Patient> | undefined;
  if (asked?.resourceType !== 'Patient') throw badRequest('The Patient to match is needed as "resource"');
  const identity = comparableIdentity(traitsOf(asked as Patient));
  const onlyCertain = given.flag('onlyCertainMatches');
  const found: { entry: BundleEntry; match: IdentityMatch }[] = [];
  for (let after = ''; ;) {
    const rows = await db.query<FoundRow>(
      `SELECT ref, content FROM resource WHERE type = 'Patient' AND NOT deleted AND ref > $1 ORDER BY ref LIMIT ${atOnce}`,
      [after],
    );
    for (const { ref, content } of rows) {
      const patient = parseJson(content) as Patient;
      const isInForce = patient.active !== false && !patient.link?.some(({ type }) => type === 'replaced-by');
      const compared = isInForce ? matchIdentities(identity, comparableIdentity(traitsOf(patient))) : null;
      if (!compared || compared.matchClass === 'different') continue;
      if (onlyCertain && compared.matchClass !== 'match') continue;
      found.push({ entry: entryOf(patient, compared, `${call.base}/${ref}`), match: compared });
    }
    if (rows.length < atOnce) break;
    after = rows.at(-1)?.ref ?? '';
  }
  const entry = found
    .sort((a, b) => b.match.score - a.match.score)
    .slice(0, Math.min(given.whole('count') ?? fewest, most))
    .map((one) => one.entry);
  return json(200, {
    resourceType: 'Bundle',
    type: 'searchset',
    total: entry.length,
    ...(entry.length > 0 ? { entry } : {}),
  });
}

function entryOf(resource: Patient, { matchClass, score }: IdentityMatch, fullUrl: string): BundleEntry {
  return {
    fullUrl,
    resource,
    search: {
      extension: [{ url: gradeUrl, valueCode: matchClass === 'match' ? 'certain' : 'possible' }],
      mode: 'match',
      score: Math.round(Math.min(1, Math.max(0, score / certainBits)) * 100) / 100,
    },
  };
}

const matricules = new Set<string>(Object.values(insSystems));
const birthPlaceUrl = 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace';

/** As they are compared. Names the French way: `official` is of birth, `usual` in use; `maiden` elsewhere. */
function traitsOf({ name = [], birthDate, gender, identifier = [], telecom = [], extension = [] }: Patient) {
  const current = name.filter(({ use }) => use !== 'old' && use !== 'nickname' && use !== 'anonymous');
  const of = (...uses: HumanName['use'][]) =>
    uses.flatMap((use) => current.filter((one) => one.use === use))[0];
  const birth = of('maiden', 'official', 'usual') ?? current[0];
  const used = of('usual');
  const given = [birth, ...current].find((one) => (one?.given?.length ?? 0) > 0)?.given;
  const place = extension.find(({ url }) => url === birthPlaceUrl)?.valueAddress;
  const insee = place?.extension?.find(({ url }) => url.endsWith('insee-code'))?.valueCoding?.code;
  const traits: IdentityTraits = {
    birthName: birth?.family,
    usedName: used?.family,
    givenNames: given,
    usedGivenName: used?.given?.[0],
    birthDate,
    sex: gender,
    birthplace: insee,
    ins: identifier.find(({ system, use }) => matricules.has(system ?? '') && use !== 'old')?.value,
    telephones: telecom.flatMap(({ system, value }) => (system === 'phone' && value ? [value] : [])),
  };
  return traits;
}
