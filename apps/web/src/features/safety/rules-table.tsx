'use client';
import type { RuleRow, RulesView } from '@keneyapp/bff/features/safety/view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { RuleDialog } from './rule-dialog.tsx';
import { useSafetyWords } from './use-safety-words.ts';
import styles from './safety.module.css';

/** Every rule that a service names: what it does, where it comes from, how the hospital has it. */
export function RulesTable({ view }: { view: RulesView }) {
  const { t } = useSafetyWords(view);
  const [changed, setChanged] = useState<RuleRow | null>(null);
  return (
    <>
      {view.unanswered.map((server) => (
        <p key={server} role="note" className={styles.padded}>
          {t('unanswered', { server })}
        </p>
      ))}
      {view.rules.length === 0 ? (
        <p className={styles.padded}>{t(view.isConfigured ? 'noRules' : 'notConfigured')}</p>
      ) : (
        <ScrollBox label={t('rules')}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('column.rule')}</th>
                <th scope="col">{t('column.level')}</th>
                <th scope="col">{t('column.state')}</th>
                <th scope="col">{t('column.source')}</th>
                <th scope="col">{t('column.action')}</th>
              </tr>
            </thead>
            <tbody>
              {view.rules.map((row) => (
                <tr key={row.rule}>
                  <th scope="row">{row.title ?? row.rule}</th>
                  <td className={row.state === 'active' ? undefined : 'muted'}>
                    {row.level ? t(`level.${row.level}`) : t('gone')}
                  </td>
                  <td>
                    <span className={styles.state} data-state={row.state}>
                      {t(`state.${row.state}`)}
                    </span>
                    {row.changes[0] && <div className="muted">{row.changes[0].reason}</div>}
                  </td>
                  <td>
                    {row.source === null ? (
                      <span className="muted">{t('ownSource')}</span>
                    ) : row.source.url === null ? (
                      row.source.label
                    ) : (
                      <Link href={row.source.url} target="_blank" rel="noreferrer">
                        {row.source.label}
                      </Link>
                    )}
                  </td>
                  <td>
                    {row.isProtected ? (
                      <span className="muted">{t('protected')}</span>
                    ) : (
                      <Button
                        size="small"
                        variant="outlined"
                        aria-label={t('changeOf', { rule: row.title ?? row.rule })}
                        onClick={() => setChanged(row)}
                      >
                        {t('change')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {changed && <RuleDialog row={changed} version={view.version} onClose={() => setChanged(null)} />}
    </>
  );
}
