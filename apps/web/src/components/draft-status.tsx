'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { ChangedMeanwhile, type Side, type TwoVersions } from './changed-meanwhile.tsx';
import type { Draft } from './use-draft.ts';

/** One line that says how the draft stands. */
export function DraftStatusLine({ draft, className }: { draft: Draft; className?: string | undefined }) {
  const t = useTranslations('drafts.status');
  const formats = useFormats();
  const text =
    draft.status === 'saved'
      ? t('saved', { time: formats.time(draft.savedAt) ?? '' })
      : draft.status === 'idle' && draft.restored
        ? t('restored', { time: formats.dateTime(draft.restored.updatedAt) ?? '' })
        : draft.status === 'saving' || draft.status === 'failed'
          ? t(draft.status)
          : '';
  // only what needs attention interrupts: "saved" is said once, not at every key
  return (
    <p className={className} role={draft.status === 'failed' ? 'alert' : undefined}>
      {text}
    </p>
  );
}

interface ConflictProps<T> {
  draft: Draft;
  /** What the form is made of, from what is kept of it; null of a draft that cannot be read. */
  read: (content: string) => T | null;
  versionsOf: (theirs: T) => readonly TwoVersions[];
  /** One's own with the fields of theirs that were chosen. */
  onTakeChosen: (theirs: T, chosen: Readonly<Record<string, Side>>) => void;
}

/** Another window was faster: the person chooses with both before their eyes, nothing is overwritten by itself. */
export function DraftConflict<T>({ draft, read, versionsOf, onTakeChosen }: ConflictProps<T>) {
  const t = useTranslations('drafts.conflict');
  if (draft.status !== 'conflict' || draft.theirs === undefined) return null;
  const theirs = draft.theirs && read(draft.theirs.content);
  return (
    <ChangedMeanwhile
      key={draft.theirs?.counter}
      title={t('title')}
      text={theirs ? t('text') : t('gone')}
      versions={theirs ? versionsOf(theirs) : []}
      isAnswer={false}
      words={{
        theirs: t('theirs'),
        mine: t('mine'),
        chosen: t('chosen'),
        theirsIs: t('theirsIs'),
        mineIs: t('mineIs'),
      }}
      onTakeTheirs={draft.takeTheirs}
      onTakeMine={draft.keepMine}
      {...(theirs
        ? {
            onTakeChosen: (chosen) => {
              onTakeChosen(theirs, chosen);
              draft.keepMine();
            },
          }
        : {})}
    />
  );
}
