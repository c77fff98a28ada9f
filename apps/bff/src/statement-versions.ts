import { matches } from '@keneyapp/fhir-model/bundles';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import type { Provenance } from '@medplum/fhirtypes';
import { belongsTo } from './fhir/compartment.ts';
import {
  notesIn,
  readOwn,
  type StatementContext,
  type StatementOf,
  type StatementType,
} from './statements.ts';

/** A statement as it stood at one time. */
interface StatementVersion<Row> {
  version: string;
  changedAt: string | null;
  /** Null where nobody knows: another system wrote it. */
  changedBy: string | null;
  row: Row;
  /** The first of its notes, which the form changes; the others are signed by who added them, and stay. */
  note: string;
}
export interface StatementVersions<Row> {
  id: string;
  /** Newest first. */
  versions: StatementVersion<Row>[];
}

/** Of a version nothing is read along: who it names stands in it with a name, or is left out. */
export const nothingBehind = lookupIn({ resourceType: 'Bundle', type: 'searchset' });

/** What is written together is stamped together; between two writings of one person lies more. */
const togetherMs = 10_000;

/** Every version of one statement with who wrote it: what a change starts from, and what its history shows. */
export async function versionsOf<T extends StatementType, Row>(
  ctx: Pick<StatementContext, 'fhir' | 'patientId' | 'auditResources' | 'services'>,
  type: T,
  id: string,
  read: (stored: StatementOf<T>) => Row,
): Promise<StatementVersions<Row>> {
  ctx.auditResources(`${type}/${id}/_history`);
  await readOwn(ctx, type, id);
  const [history, markers] = await Promise.all([
    ctx.fhir.history(type, id),
    ctx.services.capabilities.statementAuthors.search('Provenance', {
      target: `${type}/${id}`,
      _count: 1_000,
    }),
  ]);
  const stored = (history.entry ?? []).flatMap(({ resource }) =>
    // a version that was another patient's (a corrected mistake of identity) is not shown in this chart
    resource?.resourceType === type && belongsTo(resource, ctx.patientId) ? [resource as StatementOf<T>] : [],
  );
  const authors = authorsOf(stored, matches(markers, 'Provenance'));
  const versions = stored
    .map((one) => ({
      version: one.meta?.versionId ?? '',
      changedAt: one.meta?.lastUpdated ?? null,
      changedBy: authors.get(one.meta?.versionId ?? '') ?? null,
      row: read(one),
      note: notesIn(one)[0]?.text ?? '',
    }))
    .sort((a, b) => Number(b.version) - Number(a.version) || byTime(b.changedAt, a.changedAt));
  return { id, versions };
}

const byTime = (a: string | null, b: string | null): number => Date.parse(a ?? '') - Date.parse(b ?? '');

/** Each marker names the author of the version that was written with it: the one that is nearest in time. */
function authorsOf(
  stored: readonly { meta?: { versionId?: string; lastUpdated?: string } }[],
  markers: readonly Provenance[],
): Map<string, string> {
  const authors = new Map<string, string>();
  for (const marker of markers) {
    const at = Date.parse(marker.meta?.lastUpdated ?? marker.recorded);
    const who = authorIn(marker);
    const [nearest] = stored
      .map(({ meta }) => ({
        version: meta?.versionId ?? '',
        apart: Math.abs(Date.parse(meta?.lastUpdated ?? '') - at),
      }))
      .sort((a, b) => a.apart - b.apart);
    if (who && nearest && nearest.apart <= togetherMs) authors.set(nearest.version, who);
  }
  return authors;
}

const authorIn = ({ agent }: Provenance): string | null =>
  agent.map(({ who }) => who.display ?? referenceKey(who.reference ?? '')).find((name) => name) ?? null;
