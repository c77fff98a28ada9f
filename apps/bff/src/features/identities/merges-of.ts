import { patientReference } from '@keneyapp/fhir-model/references';
import type { Resource } from '@medplum/fhirtypes';
import type { PatientContext } from '../../context.ts';
import { isTold } from '../../merging/merges.ts';
import type { MergeRecord } from '../../merging/records.ts';
import { readListed } from './look-alikes.ts';
import type { MergeOfView, MergesView } from './view.ts';

type ChartContext = Omit<PatientContext, 'audit'>;

/** Merges that led to this record, or from it. */
export async function mergesOf(ctx: ChartContext): Promise<MergesView> {
  const { services, patientId, access } = ctx;
  const now = new Date();
  await services.lookups.count('identities', ctx.session.userId, patientId);
  const found = await services.merges.records.of(patientId);
  const others = found.map(({ kept, other }) => (kept === patientId ? other : kept));
  const [people, rights] = await Promise.all([
    readListed(services.capabilities.lookAlikes, [...new Set(others)], now),
    access.rights(),
  ]);
  ctx.auditResources(patientReference(patientId), ...[...people.keys()].map(patientReference));
  const merges = await Promise.all(
    found.map(async (record, i): Promise<MergeOfView | null> => {
      const other = people.get(others[i] ?? '');
      if (!other) return null;
      const isInto = record.kept === patientId;
      const isInForce = record.state !== 'undone';
      return {
        mergeId: record.id,
        direction: isInto ? 'into' : 'from',
        other: {
          patientId: other.id,
          ipp: other.ipp,
          birthName: other.birthName,
          firstGivenName: other.givenNames[0] ?? null,
        },
        at: record.at,
        by: record.by.displayName,
        moved: record.told,
        madeSince: isInto && isInForce ? await madeSince(ctx, record) : null,
        mayUndo: isInForce && rights['identities.undo-merge'] === true,
        undone: record.undone,
      };
    }),
  );
  return { merges: merges.filter((one) => one !== null) };
}

/** A first version is what was made; what was there before is changed. */
const isNew = ({ meta }: Resource): boolean => meta?.versionId === '1';

async function madeSince({ services }: ChartContext, { id, kept, at }: MergeRecord): Promise<number> {
  const [changed, moved] = await Promise.all([
    services.merges.referring(kept, { lastUpdated: at }),
    services.merges.records.movedIn(id),
  ]);
  const came = new Set(moved.map(({ key }) => key));
  return changed.filter(
    (resource) =>
      isNew(resource) && isTold(resource) && !came.has(`${resource.resourceType}/${resource.id ?? ''}`),
  ).length;
}
