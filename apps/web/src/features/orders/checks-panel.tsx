'use client';
import Button from '@mui/material/Button';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { AlertsPanel } from './alerts-panel.tsx';
import type { BasketForm } from './basket-field.ts';
import type { BasketText } from './basket.ts';
import { levelOfLine, waiting } from './checks.ts';
import type { useBasket } from './use-basket.ts';
import { useChecks } from './use-checks.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './orders.module.css';

type Checked = ReturnType<typeof useChecks>;
const Checked = createContext<Checked | null>(null);

interface ProviderProps {
  form: BasketForm;
  patientId: string;
  children: ReactNode;
}
/** The basket is checked once, and what was found is said in three places: at the line, in the panel, beside the signature. */
export function ChecksProvider({ form, patientId, children }: ProviderProps) {
  const { f } = useOrderWords();
  const values = useWatch({ control: form.control }) as BasketText;
  const { checks, state, unchecked, again } = useChecks(
    patientId,
    values,
    f.locale.startsWith('en') ? 'en' : 'fr',
  );
  const said = JSON.stringify(checks);
  const value = useMemo(
    () => ({ checks, state, unchecked, again }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- made anew at each key; the lines hear of it when it says something else
    [said, state, unchecked],
  );
  return <Checked value={value}>{children}</Checked>;
}

/** The worst that was found of one line, on the line: the panel may be out of sight. */
export function LineLevel({ index }: { index: number }) {
  const { t } = useOrderWords();
  const level = levelOfLine(useContext(Checked)?.checks?.alerts ?? [], index);
  if (level === null || level === 'informs') return null;
  return <span data-level={level}>{t(`alerts.level.${level}`)}</span>;
}

/** Beside the signature, always in sight: what keeps it from being signed, one click from where it is answered. */
export function ChecksBrief({ panelId, answers }: { panelId: string; answers: BasketText['answers'] }) {
  const { t } = useOrderWords();
  const checks = useContext(Checked)?.checks;
  if (!checks) return null;
  const { blocked, unanswered } = waiting(checks.alerts, answers);
  const parts = [
    blocked > 0 && t('alerts.blocked', { n: blocked }),
    unanswered > 0 && t('alerts.unanswered', { n: unanswered }),
    checks.notRun.length > 0 && t('alerts.notRunCount', { n: checks.notRun.length }),
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  return (
    <button
      type="button"
      className={styles.brief}
      data-level={blocked > 0 ? 'blocks' : 'needs-reason'}
      onClick={() => {
        const panel = document.getElementById(panelId);
        panel?.focus({ preventScroll: true });
        panel?.scrollIntoView({ block: 'start' });
      }}
    >
      {parts.join(' · ')}
    </button>
  );
}

/** What decision support says of it; that nothing was found is said by an answer alone. */
export function ChecksPanel({ basket }: { basket: ReturnType<typeof useBasket> }) {
  const { t } = useOrderWords();
  const { form, answers, answer, refused } = basket;
  const checked = useContext(Checked);
  const id = form.idOf('answers');
  if (!checked || checked.state === 'none') return null;
  const { checks, state, unchecked, again } = checked;
  const nothing = checks !== null && checks.alerts.length + checks.notRun.length + checks.noRule.length === 0;
  return (
    <div id={id} tabIndex={-1} className={styles.checks}>
      {checks !== null && (
        <AlertsPanel id={id} checks={checks} answers={answers} onAnswer={answer} refused={refused} />
      )}
      <p className="muted" role="status">
        {state === 'checking'
          ? t('alerts.checking')
          : state === 'failed'
            ? t('alerts.failed')
            : nothing
              ? t('alerts.none')
              : null}{' '}
        {unchecked > 0 && t('alerts.unchecked', { n: unchecked })}
      </p>
      {state === 'failed' && <Button onClick={again}>{t('alerts.again')}</Button>}
    </div>
  );
}
