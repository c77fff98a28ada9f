import { implantVersion, readImplant } from '@keneyapp/fhir-model/device';
import { versionsOf } from '../../statement-versions.ts';
import type { StatementContext } from '../../statements.ts';
import type { ImplantVersions } from './view.ts';
import { storedUse } from './write.ts';

/** What is written together is stamped together. */
const togetherMs = 20;

/** An implant at each time at which its device or its use was written, the newest first. */
export async function versions(ctx: StatementContext, id: string): Promise<ImplantVersions> {
  const devices = await versionsOf(ctx, 'Device', id, (stored) => stored);
  const use = await storedUse(ctx, id);
  const uses = use?.id ? await versionsOf(ctx, 'DeviceUseStatement', use.id, (stored) => stored) : null;
  const at = ({ changedAt }: { changedAt: string | null }) => Date.parse(changedAt ?? '');
  const seen = new Set<string | null>();
  const moments = [...devices.versions, ...(uses?.versions ?? [])].toSorted((a, b) => at(b) - at(a));
  return {
    id,
    versions: moments.flatMap(({ changedAt, changedBy }) => {
      const isThen = (one: { changedAt: string | null }) => at(one) <= at({ changedAt }) + togetherMs;
      const device = devices.versions.find(isThen);
      if (!device) return [];
      const then = uses?.versions.find(isThen)?.row ?? null;
      const version = implantVersion(device.row, then);
      if (seen.has(version)) return [];
      seen.add(version);
      return [
        {
          version: version ?? '',
          changedAt,
          changedBy,
          note: device.note,
          row: readImplant(device.row, then),
        },
      ];
    }),
  };
}
