import { readFileSync } from 'node:fs';
import type { BundleEntry, CareTeam } from '@medplum/fhirtypes';
import type { Connection } from '../wire/connection.ts';
import { postBundle } from '../wire/fhir.ts';
import { stableId } from '../wire/ids.ts';
import { changing } from './there-already.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

interface Account {
  username: string;
  fhirUser: string | null;
}

/** Practitioners of the demonstration accounts of these names; throws, naming the one that is none. */
export function membersOf(usernames: readonly string[]): string[] {
  const accounts = JSON.parse(
    readFileSync(new URL('../../infra/demo/accounts.json', import.meta.url), 'utf8'),
  ) as Account[];
  return usernames.map((username) => {
    const found = accounts.find((account) => account.username === username)?.fhirUser;
    if (!found?.startsWith('Practitioner/'))
      throw new Error(`"${username}" is no member of staff among the demonstration accounts`);
    return found;
  });
}

/**
 * Records of other hospitals name nobody of this one: without a tie, the policy opens them to no doctor. A care team of
 * the people named makes them theirs; its id follows from the patient, so that a second run writes the same one.
 */
export async function entrust(
  connection: Connection,
  patientIds: readonly string[],
  members: readonly string[],
  firstRun = false,
): Promise<void> {
  const ids = [...new Set(patientIds)];
  for (let i = 0; i < ids.length; i += 200) {
    const teams = ids.slice(i, i + 200).map((id) => ({ entry: teamOf(id, members) })),
      changed = firstRun ? teams : await changing(connection, teams);
    if (changed.length > 0)
      await postBundle(
        connection,
        'transaction',
        changed.map(({ entry }) => entry),
      );
  }
}

function teamOf(id: string, members: readonly string[]): BundleEntry<CareTeam> {
  const own = `import-${id}`;
  const team: CareTeam = {
    resourceType: 'CareTeam',
    id: own.length <= 64 ? own : stableId('import', id), // long ids may begin alike
    status: 'active',
    subject: { reference: patientReference(id) },
    name: 'Import',
    participant: members.map((reference) => ({ member: { reference } })),
  };
  return { resource: team, request: { method: 'PUT', url: `CareTeam/${team.id}` } };
}
