'use client';
import type { FieldValues } from 'react-hook-form';
import type { Side, TwoVersions } from '../changed-meanwhile.tsx';
import { DraftConflict } from '../draft-status.tsx';
import type { Draft } from '../use-draft.ts';
import { useFormValues, type ChartForm } from './use-chart-form.ts';

interface Props<T extends FieldValues> {
  form: ChartForm<T>;
  draft: Draft;
  read: (content: string) => T | null;
  versionsOf: (theirs: T, mine: T) => readonly TwoVersions[];
  merge: (mine: T, theirs: T, chosen: Readonly<Record<string, Side>>) => T;
}

/** The same form in another window was faster: both drafts side by side, what is typed here as it stands now. */
export function FormDraftConflict<T extends FieldValues>({ form, draft, read, versionsOf, merge }: Props<T>) {
  const mine = useFormValues(form);
  return (
    <DraftConflict
      draft={draft}
      read={read}
      versionsOf={(theirs) => versionsOf(theirs, mine)}
      onTakeChosen={(theirs, chosen) => form.fill(merge(mine, theirs, chosen))}
    />
  );
}
