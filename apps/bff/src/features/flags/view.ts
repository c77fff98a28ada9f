import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { readFlag, sortFlags, type FlagRow, type SortedFlags } from '@keneyapp/fhir-model/flag';
import type { Bundle } from '@medplum/fhirtypes';
import type { StatementVersions } from '../../statement-versions.ts';

export type { FlagRow };
export type FlagVersions = StatementVersions<FlagRow>;

export interface FlagsView extends SortedFlags {
  truncated: boolean;
}

export function flagsView(bundle: Bundle, now: Date): FlagsView {
  return { ...sortFlags(matches(bundle, 'Flag').map(readFlag), now), truncated: hasNext(bundle) };
}
