'use client';
import Button from '@mui/material/Button';
import type { Taken } from './use-take.ts';
import type { WhyLeft } from './at-hand.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './at-hand.module.css';

const whys: readonly WhyLeft[] = ['unreadable', 'too-many', 'setting', 'already'];

/** What came into the basket at once, and what of it did not. */
export function TakenNote({ taken, onTakeBack }: { taken: Taken | null; onTakeBack: () => void }) {
  const { t } = useOrderWords();
  if (!taken) return <div role="status" />;
  const { name, names, left, isTakenBack } = taken;
  const said = whys.flatMap((why) => {
    const what = left.filter((one) => one.why === why).map((one) => one.what);
    return what.length > 0 ? [{ why, what: what.join(', ') }] : [];
  });
  return (
    <div className={styles.done}>
      <div role="status">
        <p>{isTakenBack ? t('atHand.takenBack', { name }) : t('atHand.taken', { n: names.length, name })}</p>
        {!isTakenBack &&
          said.map(({ why, what }) => (
            <p key={why} className={why === 'already' ? undefined : styles.problem}>
              {t(`atHand.left.${why}`, { what })}
            </p>
          ))}
      </div>
      {!isTakenBack && names.length > 0 && (
        <Button size="small" onClick={onTakeBack}>
          {t('atHand.takeBack')}
        </Button>
      )}
    </div>
  );
}
