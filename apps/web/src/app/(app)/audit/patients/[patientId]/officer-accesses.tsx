'use client';
import { AccessesList } from '../../../../../features/accesses/accesses-list.tsx';
import { auditHref } from '../../../../../features/audit/search-params.ts';

/** The list of accesses, each leading to its records. */
export function OfficerAccesses({ patientId }: { patientId: string }) {
  return (
    <AccessesList
      patientId={patientId}
      recordsHref={(person, day) => auditHref({ patient: patientId, person, from: day, to: day })}
    />
  );
}
