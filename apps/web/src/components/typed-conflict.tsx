'use client';
import type { Side } from './changed-meanwhile.tsx';
import { DraftConflict } from './draft-status.tsx';
import type { Draft } from './use-draft.ts';

interface Props<T> {
  draft: Draft;
  /** What is typed here. */
  mine: T;
  /** The form field by field, in words; the same fields whatever is typed. */
  fields: (typed: T) => readonly { key: string; label: string; text: string }[];
  /** One's own with the fields of the other window that were chosen; of a form of one field nothing is to be merged. */
  onMerge?: (theirs: T, chosen: Readonly<Record<string, Side>>) => void;
}

/** A form of no chart that was typed in another window too: both are shown, and the person chooses. */
export function TypedConflict<T>({ draft, mine, fields, onMerge }: Props<T>) {
  return (
    <DraftConflict<T>
      draft={draft}
      read={(content) => JSON.parse(content) as T}
      versionsOf={(theirs) => {
        const here = fields(mine);
        return fields(theirs).flatMap(({ key, label, text }) => {
          const own = here.find((one) => one.key === key)?.text ?? '';
          return own === text ? [] : [{ key, label, theirs: text, mine: own }];
        });
      }}
      onTakeChosen={(theirs, chosen) => onMerge?.(theirs, chosen)}
    />
  );
}
