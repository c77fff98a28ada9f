'use client';
import type { AbbreviationsView } from '@keneyapp/bff/features/terminology/view';
import { maxMeanings } from '@keneyapp/bff/features/terminology/schema';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { DraftStatusLine } from '../../components/draft-status.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { TypedConflict } from '../../components/typed-conflict.tsx';
import { useTyped } from '../../components/use-typed.ts';
import { decidedOf, isSame, meaningsText, rowsOf, type Decided } from './abbreviation-list.ts';
import { MeaningFields } from './meaning-fields.tsx';
import { ShortField } from './short-field.tsx';
import {
  codesOf,
  meaningsOf,
  noMeaning,
  problemsOf,
  typedOf,
  type Problems,
  type Typed,
} from './abbreviation-typed.ts';
import { DecidedMeanwhile, useDecide } from './use-decide.ts';
import styles from './terminology.module.css';

interface Props {
  view: AbbreviationsView;
  /** Null for a new one. */
  short: string | null;
  onClose: () => void;
  onSaved: (short: string) => void;
}
/** What was typed, and what had been decided when the person began. */
interface Kept {
  typed: Typed;
  before: Decided;
}

/** The name of a draft takes few characters; short forms have all kinds. */
const baseOf = (short: string | null): string =>
  [...new TextEncoder().encode(short?.toLowerCase() ?? '')]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/** One short form with its meanings; what is typed is kept as a draft, and survives what somebody else saves meanwhile. */
export function AbbreviationDialog({ view, short, onClose, onSaved }: Props) {
  const t = useTranslations('terminology.abbreviation');
  const id = useId();
  const form = useRef<HTMLDivElement>(null);
  const row = rowsOf(view).find((one) => one.short === short);
  const stored = typedOf(short ?? '', row?.meanings ?? []);
  /** Null as long as nothing was typed. */
  const [typed, setTyped] = useState<Typed | null>(null);
  const [before, setBefore] = useState(() => decidedOf(view.hospital, short ?? ''));
  const [problems, setProblems] = useState<Problems>({});
  const [summed, setSummed] = useState(0);
  const [failure, setFailure] = useState<unknown>(null);
  const { decide, isPending } = useDecide();
  const { keep, forget, draft } = useTyped<Kept>(
    { form: 'terminology.abbreviation', base: baseOf(short) },
    (kept) => {
      setTyped(kept.typed);
      setBefore(kept.before);
    },
  );
  const shown = typed ?? stored;
  const name = short ?? shown.short.trim();
  const now = decidedOf(view.hospital, name);
  /** Somebody else decided about the same since the person began; of a new one that it is there now is a problem of its field. */
  const isOverdue = short !== null && typed !== null && !isPending && !isSame(now, before);
  const taken = new Set(short === null ? rowsOf(view).map(({ key }) => key) : []);

  const change = (next: Typed) => {
    const on = typed ? before : decidedOf(view.hospital, short ?? '');
    setTyped(next);
    setBefore(on);
    keep({ typed: next, before: on });
  };
  const check = (field: string) => {
    const reason = problemsOf(shown, taken)[field];
    // what is only missing yet is said on saving
    setProblems(({ [field]: _, ...others }) =>
      reason && reason !== 'empty' ? { ...others, [field]: reason } : others,
    );
  };
  const refuse = (found: Problems) => {
    setProblems(found);
    setSummed(Object.keys(found).length);
    const [first] = Object.keys(found);
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  const save = async (next: Typed, over: Decided) => {
    if (isPending) return;
    const found = problemsOf(next, taken);
    refuse(found);
    if (Object.keys(found).length > 0) return;
    setFailure(null);
    try {
      await decide(name, { meanings: meaningsOf(next), isHidden: false }, over);
      await forget();
      onSaved(name);
    } catch (error) {
      const unknown = issuesOf(error)?.map(({ path }) => String(path.at(-1)));
      if (unknown)
        refuse(
          Object.fromEntries(
            next.meanings.flatMap(({ codes }, i) =>
              codesOf(codes).some((code) => unknown.includes(code))
                ? [[`codes.${i}`, 'unknown' as const]]
                : [],
            ),
          ),
        );
      else setFailure(error);
    }
  };
  const startAgain = () => {
    setTyped(null);
    setProblems({});
    setSummed(0);
    setFailure(null);
    void forget();
  };
  const submit = () => {
    if (!isOverdue) void save(shown, before);
  };
  const setMeaning = (at: number, part: Partial<Typed['meanings'][number]>) =>
    change({ ...shown, meanings: shown.meanings.map((one, i) => (i === at ? { ...one, ...part } : one)) });

  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
      <SubmitForm onSubmit={submit}>
        <DialogTitle id={`${id}-title`}>{short === null ? t('new') : t('change', { short })}</DialogTitle>
        <DialogContent>
          <div className={styles.dialog} ref={form}>
            <p className="muted">{t('lead')}</p>
            {summed > 1 && <p role="alert">{t('problems', { n: summed })}</p>}
            <TypedConflict<Kept>
              draft={draft}
              mine={{ typed: shown, before }}
              fields={({ typed: of }) => [
                { key: 'short', label: t('short'), text: of.short },
                { key: 'meanings', label: t('text'), text: meaningsText(meaningsOf(of)) },
              ]}
              onMerge={(theirs, chosen) =>
                change({
                  short: chosen['short'] === 'theirs' ? theirs.typed.short : shown.short,
                  meanings: chosen['meanings'] === 'theirs' ? theirs.typed.meanings : shown.meanings,
                })
              }
            />
            {short === null && (
              <ShortField
                value={shown.short}
                reason={problems['short']}
                onChange={(text) => change({ ...shown, short: text })}
                onLeave={() => check('short')}
              />
            )}
            {shown.meanings.map((meaning, i) => (
              <MeaningFields
                key={i}
                n={i + 1}
                meaning={meaning}
                reasons={{ text: problems[`text.${i}`], codes: problems[`codes.${i}`] }}
                onChange={(part) => setMeaning(i, part)}
                onLeave={(field) => check(`${field}.${i}`)}
                {...(shown.meanings.length > 1
                  ? {
                      onRemove: () => {
                        setProblems({});
                        change({ ...shown, meanings: shown.meanings.filter((_, at) => at !== i) });
                      },
                    }
                  : {})}
              />
            ))}
            {shown.meanings.length < maxMeanings && (
              <Button
                variant="outlined"
                sx={{ justifySelf: 'start' }}
                onClick={() => change({ ...shown, meanings: [...shown.meanings, { ...noMeaning }] })}
              >
                {t('addMeaning')}
              </Button>
            )}
            {isOverdue ? (
              <ChangedMeanwhile
                key={JSON.stringify(now)}
                title={t('changed')}
                by={{ who: view.changedBy, at: view.changedAt }}
                versions={[
                  {
                    key: name,
                    label: name,
                    before: before.meanings && meaningsText(before.meanings),
                    theirs: now.meanings
                      ? meaningsText(now.meanings)
                      : t(now.isHidden || !row ? 'gone' : 'shippedAgain'),
                    mine: meaningsText(meaningsOf(shown)),
                  },
                ]}
                isAnswer={failure instanceof DecidedMeanwhile}
                isSaving={isPending}
                words={{ theirs: t('takeTheirs'), mine: t('overwrite') }}
                onTakeTheirs={startAgain}
                onTakeMine={() => {
                  setBefore(now);
                  keep({ typed: shown, before: now });
                  void save(shown, now);
                }}
              />
            ) : (
              failure !== null &&
              !(failure instanceof DecidedMeanwhile) && (
                <SaveFailed title={t('leftEmpty')} error={failure} retry={submit} hasDraft />
              )
            )}
            {typed && <DraftStatusLine draft={draft} className="muted" />}
          </div>
        </DialogContent>
        <DialogActions>
          {typed && (
            <Button onClick={startAgain} sx={{ marginInlineEnd: 'auto' }}>
              {t('discard')}
            </Button>
          )}
          <Button variant="outlined" onClick={onClose}>
            {t('close')}
          </Button>
          <Button
            variant="contained"
            type="submit"
            disabled={isOverdue || (short !== null && !typed)}
            loading={isPending}
          >
            {t('save')}
          </Button>
        </DialogActions>
      </SubmitForm>
    </Dialog>
  );
}
