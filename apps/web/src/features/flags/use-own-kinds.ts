'use client';
import { nursingKinds, type FlagKind } from '@keneyapp/bff/features/flags/kinds-schema';
import { useCallback } from 'react';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';

/** Which kinds this person may write; what another system recorded in words of its own is a doctor's. */
export function useOwnKinds(): (kind: FlagKind | null) => boolean {
  const mayWriteAny = useSignedInUser().rights['flags.record-any'];
  return useCallback(
    (kind) => Boolean(mayWriteAny) || (kind !== null && nursingKinds.includes(kind)),
    [mayWriteAny],
  );
}
