'use client';
import type { UnusualReason } from '@keneyapp/bff/features/audit/view';
import { StateChip } from '../../components/state-chip.tsx';
import { useAuditWords } from './words.ts';

/** Why an access is worth a question: a sign and words. */
export function Flags({ flags }: { flags: readonly UnusualReason[] }) {
  const words = useAuditWords();
  return flags.map((flag) => (
    <StateChip key={flag} tone="attention" sign="!" title={words.flagHelp(flag)}>
      {words.flag(flag)}
    </StateChip>
  ));
}
