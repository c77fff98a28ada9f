'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { useFormats } from '../i18n/use-formats.ts';
import styles from './changed-meanwhile.module.css';

export type Side = 'theirs' | 'mine';

/** One value of which there are two versions, in words. */
export interface TwoVersions {
  key: string;
  label: string;
  /** What it was when the person began; left out where nobody knows. */
  before?: string | null;
  theirs: string;
  /** Null: nothing was entered of it here. */
  mine: string | null;
  /** What is theirs holds no more, and is shown struck out. */
  isTheirsGone?: boolean;
}

interface Props {
  /** Who saved the other version, and when; null where nobody knows. Left out, nothing is said of it. */
  by?: { who: string | null; at: string | null } | null;
  title?: string;
  text?: string;
  versions: readonly TwoVersions[];
  /** It answers a save: the keyboard goes on here. What comes by itself is announced, and takes the focus from no field. */
  isAnswer: boolean;
  isSaving?: boolean;
  /** Words of the buttons, and of the two sides, where the form has better ones. */
  words?: { theirs?: string; mine?: string; chosen?: string; theirsIs?: string; mineIs?: string };
  onTakeTheirs?: () => void;
  /** Left out where theirs cannot be changed any more. */
  onTakeMine?: () => void;
  /** With it each value can be chosen by itself. */
  onTakeChosen?: (chosen: Readonly<Record<string, Side>>) => void;
}

/**
 * Somebody else saved the same while it was being written here. Both versions side by side: theirs, mine, or value by value;
 * nothing is overwritten before the person has decided, and what they entered stays. The one way the product shows it.
 */
export function ChangedMeanwhile({
  by,
  title,
  text,
  versions,
  isAnswer,
  isSaving = false,
  words = {},
  onTakeTheirs,
  onTakeMine,
  onTakeChosen,
}: Props) {
  const t = useTranslations('common.meanwhile');
  const f = useFormats();
  const id = useId();
  const sides = { theirs: words.theirsIs ?? t('theirs'), mine: words.mineIs ?? t('mine') };
  const box = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<Readonly<Record<string, Side>>>({});
  const [isMissing, setMissing] = useState(false);
  const differing = versions.filter((one) => one.mine !== null && one.mine !== one.theirs);
  // what both say is left out, unless they say the same throughout
  const telling = versions.filter((one) => one.mine !== one.theirs);
  const shown = telling.length > 0 ? telling : versions;
  const mayChoose = onTakeChosen !== undefined && differing.length > 1;
  // who changed only one of two values leaves the other as it is: proposed, and saved by nobody but the person
  const chosen = Object.fromEntries(
    differing.flatMap((one) => {
      const side = picked[one.key] ?? proposed(one);
      return side ? [[one.key, side]] : [];
    }),
  );
  const said =
    by !== undefined && (by?.who ? t('by', { who: by.who, time: f.dateTime(by.at) ?? '' }) : t('byNobody'));
  useEffect(() => {
    if (isAnswer) box.current?.focus();
  }, [isAnswer]);
  const takeChosen = () => {
    const missing = differing.findIndex((one) => !chosen[one.key]);
    setMissing(missing >= 0);
    if (missing >= 0) document.getElementById(`${id}-${missing}-theirs`)?.focus();
    else if (!isSaving) onTakeChosen?.(chosen);
  };
  return (
    <div
      ref={box}
      className={styles.box}
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      tabIndex={-1}
    >
      <div role={isAnswer ? undefined : 'alert'}>
        <h3 id={`${id}-title`}>{title ?? t('title')}</h3>
        <p id={`${id}-text`}>{[said, text ?? t('text')].filter(Boolean).join(' ')}</p>
      </div>
      {shown.map((one) =>
        mayChoose && differing.includes(one) ? (
          <Choice
            key={one.key}
            id={`${id}-${differing.indexOf(one)}`}
            versions={one}
            sides={sides}
            value={chosen[one.key] ?? null}
            isMissing={isMissing && !chosen[one.key]}
            onChange={(side) => setPicked({ ...picked, [one.key]: side })}
          />
        ) : (
          <Pair key={one.key} versions={one} sides={sides} />
        ),
      )}
      <div className={styles.buttons}>
        {mayChoose && (
          <Button variant="contained" aria-disabled={isSaving} onClick={takeChosen}>
            {words.chosen ?? t('takeChosen')}
          </Button>
        )}
        {onTakeTheirs && (
          <Button variant="outlined" onClick={onTakeTheirs}>
            {words.theirs ?? t('takeTheirs')}
          </Button>
        )}
        {onTakeMine && (
          <Button variant="outlined" aria-disabled={isSaving} onClick={() => !isSaving && onTakeMine()}>
            {words.mine ?? t('takeMine')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Where only one of the two changed something there is one change to keep. */
function proposed({ before, theirs, mine }: TwoVersions): Side | null {
  if (before === undefined || before === null) return null;
  return mine === before ? 'theirs' : theirs === before ? 'mine' : null;
}

type Sides = Readonly<Record<Side, string>>;

function Pair({
  versions: { label, before, theirs, mine, isTheirsGone },
  sides,
}: {
  versions: TwoVersions;
  sides: Sides;
}) {
  const t = useTranslations('common.meanwhile');
  return (
    <section className={styles.value}>
      <h4>{label}</h4>
      {before && <p className={styles.before}>{t('before', { value: before })}</p>}
      <dl className={styles.pair}>
        <div>
          <dt>{sides.theirs}</dt>
          <dd>{isTheirsGone ? <s>{theirs}</s> : theirs || t('none')}</dd>
        </div>
        {mine !== null && (
          <div>
            <dt>{sides.mine}</dt>
            <dd>{mine || t('none')}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

interface ChoiceProps {
  id: string;
  versions: TwoVersions;
  sides: Sides;
  value: Side | null;
  isMissing: boolean;
  onChange: (side: Side) => void;
}

function Choice({ id, versions, sides, value, isMissing, onChange }: ChoiceProps) {
  const t = useTranslations('common.meanwhile');
  return (
    <fieldset className={styles.value} aria-describedby={isMissing ? `${id}-problem` : undefined}>
      <legend>{versions.label}</legend>
      {versions.before && <p className={styles.before}>{t('before', { value: versions.before })}</p>}
      <div className={styles.pair}>
        {(['theirs', 'mine'] as const).map((side) => (
          <label key={side}>
            <input
              type="radio"
              id={`${id}-${side}`}
              name={id}
              checked={value === side}
              onChange={() => onChange(side)}
            />
            <span>
              <span className={styles.side}>{sides[side]}</span>{' '}
              <span className={styles.content}>{versions[side] || t('none')}</span>
            </span>
          </label>
        ))}
      </div>
      {isMissing && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {t('choose')}
        </p>
      )}
    </fieldset>
  );
}
