'use client';
import type { ConsentEntry, ConsentsView } from '@keneyapp/bff/features/consents/view';
import { useTranslations } from 'next-intl';
import { ChangedMeanwhile, type TwoVersions } from '../../components/changed-meanwhile.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { entriesOf, keyOf, type Change, type Overtaken } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

/** What the dialog is about, in words. */
export interface Subject {
  label: string;
  /** What a list says of it. */
  of: (view: ConsentsView) => string;
  /** What was entered here; null of a question. */
  mine: string | null;
  /** Decisions that `of` tells already. */
  covers: (entry: ConsentEntry) => boolean;
}

interface Props {
  overtaken: Overtaken;
  subject: Subject;
  isSaving: boolean;
  onKeep: () => void;
  /** Left out where there is nothing left to decide. */
  onGoOn?: (() => void) | undefined;
}

/** What the list said when the dialog was opened, and what it says now, with who changed it and when. */
export function ChoicesChanged({
  overtaken: { seen, now, isAnswer },
  subject,
  isSaving,
  onKeep,
  onGoOn,
}: Props) {
  const t = useTranslations('consents.dialog.meanwhile');
  const { stands, what } = useEntryWords();
  const before = new Map(entriesOf(seen).map((entry) => [keyOf(entry), entry]));
  const after = entriesOf(now);
  const left = new Set(after.map(keyOf));
  const newest = after
    .filter((entry) => !before.has(keyOf(entry)))
    .toSorted((a, b) => (b.recordedAt ?? '').localeCompare(a.recordedAt ?? ''))[0];
  const changed = after.flatMap((entry): TwoVersions[] => {
    const old = before.get(keyOf(entry));
    const [was, is] = [old ? stands(old) : t('nothing'), stands(entry)];
    return was === is || subject.covers(entry)
      ? []
      : [{ key: keyOf(entry), label: what(entry), before: was, theirs: is, mine: null }];
  });
  const gone = [...before].flatMap(([key, entry]): TwoVersions[] =>
    left.has(key) || subject.covers(entry)
      ? []
      : [{ key, label: what(entry), before: stands(entry), theirs: t('gone'), mine: null }],
  );
  const { label, of, mine } = subject;
  return (
    <ChangedMeanwhile
      key={now.token}
      title={t('title')}
      text={t('text')}
      by={
        newest?.recordedBy
          ? {
              who: newest.recordedBy.isPatient ? t('patient') : newest.recordedBy.name,
              at: newest.recordedAt,
            }
          : null
      }
      versions={[{ key: 'subject', label, before: of(seen), theirs: of(now), mine }, ...changed, ...gone]}
      isAnswer={isAnswer}
      isSaving={isSaving}
      words={{ theirs: t('theirs'), mine: t(mine === null ? 'go' : 'mine') }}
      onTakeTheirs={onKeep}
      {...(onGoOn ? { onTakeMine: onGoOn } : {})}
    />
  );
}

/** Of a question about one decision: asked again when the list has changed, as long as there is something to ask. */
export function AskedAgain({
  change,
  entry,
  subject,
  error,
  isSaving,
  send,
  onClose,
}: {
  change: Change;
  entry: ConsentEntry;
  subject: Subject;
  error: unknown;
  isSaving: boolean;
  send: (token: string) => void;
  onClose: () => void;
}) {
  const { overtaken } = change;
  if (isSaving) return null;
  if (!overtaken)
    return isChangedMeanwhile(error) && !change.isReading ? (
      <SaveFailed error={error} retry={change.readAgain} isTyped={false} />
    ) : null;
  const isThere = entriesOf(overtaken.now).some(
    (one) => keyOf(one) === keyOf(entry) && one.state === entry.state,
  );
  return (
    <ChoicesChanged
      {...{ overtaken, subject, isSaving }}
      onKeep={onClose}
      onGoOn={isThere ? () => send(change.goOn()) : undefined}
    />
  );
}

/** A subject that is one decision of the list: how it stands. */
export function useOneDecision(): (entry: ConsentEntry, mine: string | null) => Subject {
  const t = useTranslations('consents.dialog.meanwhile');
  const { stands, what } = useEntryWords();
  return (entry, mine) => ({
    label: what(entry),
    of: (view) => {
      const one = entriesOf(view).find((other) => keyOf(other) === keyOf(entry));
      return one ? stands(one) : t('gone');
    },
    mine,
    covers: (other) => keyOf(other) === keyOf(entry),
  });
}
