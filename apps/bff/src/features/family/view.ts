import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import {
  readFamilyMemberHistory,
  sortFamily,
  type FamilyRow,
  type SortedFamily,
} from '@keneyapp/fhir-model/family-member-history';
import type { Bundle } from '@medplum/fhirtypes';
import type { StatementVersions } from '../../statement-versions.ts';

export type { FamilyRow };
export type FamilyVersions = StatementVersions<FamilyRow>;

export interface FamilyView extends SortedFamily {
  truncated: boolean;
}

export function familyView(bundle: Bundle): FamilyView {
  return {
    ...sortFamily(matches(bundle, 'FamilyMemberHistory').map(readFamilyMemberHistory)),
    truncated: hasNext(bundle),
  };
}
