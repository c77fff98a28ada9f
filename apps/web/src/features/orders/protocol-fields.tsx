'use client';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { FormDraftConflict } from '../../components/form/form-draft-conflict.tsx';
import { FormFrame } from '../../components/form/form-frame.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { TextField } from '../../components/form/text-field.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { AlertsPanel } from './alerts-panel.tsx';
import { waiting } from './checks.ts';
import { NurseOrders } from './nurse-orders.tsx';
import { ProtocolExclusions } from './protocol-exclusions.tsx';
import { ProtocolList } from './protocol-list.tsx';
import { parseProtocol, type ProtocolText } from './protocol-text.ts';
import { useOrderWords } from './use-order-words.ts';
import { useProtocol, type ProtocolFieldsProps } from './use-protocol.ts';
import styles from './protocol.module.css';

/** A protocol of the unit is chosen, read with what it is for and what forbids it, and applied as it is written. */
export function ProtocolFields(props: ProtocolFieldsProps) {
  const { draft, banner, onClose, list, patientId } = props;
  const { t, f } = useOrderWords();
  const protocol = useProtocol(props);
  const { form, row, check, saving, answers, lines, isChanged } = protocol;
  const failure = saving.error && !issuesOf(saving.error) ? saving.error : null;
  const born = f.date(banner.identity.birthDate);
  const problems = [...new Set(check.data?.problems.map(({ reason }) => protocol.problemWords(reason)))];
  const { blocked } = waiting(check.data?.checks.alerts ?? [], answers);
  // what cannot be applied, or not to this patient, waits for a doctor
  const cannot =
    row !== null && (row.problem !== null || lines === null || problems.length > 0 || blocked > 0);
  return (
    <FormFrame
      form={form}
      label={t('protocol.title')}
      draft={draft}
      onSubmit={protocol.submit}
      onClose={onClose}
      save={t('protocol.save')}
      keys={t('protocol.keys')}
      saving={saving}
      isHeld={row === null || isChanged || cannot}
      important={
        row !== null && (
          <>
            {cannot && <p className={styles.cannot}>{t('protocol.callDoctor')}</p>}
            <p className={styles.person}>
              <strong>{t('sign.for', { name: f.fullName(banner.identity) })}</strong>
              {born && ` · ${t('sign.born', { date: born })}`}
            </p>
          </>
        )
      }
      notices={
        <>
          <FormDraftConflict
            form={form}
            draft={draft}
            read={parseProtocol}
            versionsOf={(theirs, mine) => [
              {
                key: 'situation',
                label: t('protocol.field.situation'),
                theirs: wordsOf(theirs),
                mine: wordsOf(mine),
              },
            ]}
            merge={(mine, theirs, chosen) => (chosen['situation'] === 'theirs' ? theirs : mine)}
          />
          {failure !== null && <SaveFailed error={failure} retry={protocol.submit} hasDraft />}
        </>
      }
    >
      <NurseOrders patientId={patientId} now="orders.apply-protocol" />
      {row === null ? (
        <ProtocolList form={form} list={list} onChoose={protocol.choose} />
      ) : (
        <div className={styles.protocol}>
          <div className={styles.head}>
            <h3 id={form.idOf('protocol')} tabIndex={-1}>
              {row.title}
            </h3>
            <Button size="small" disabled={saving.isPending} onClick={() => protocol.choose(null)}>
              {t('protocol.other')}
            </Button>
          </div>
          <p className="muted">
            {t('protocol.signed', {
              edition: row.edition ?? '?',
              name: row.signer ?? t('protocol.nobody'),
              date: f.date(row.signedOn) ?? '?',
            })}{' '}
            {row.until === null
              ? t('protocol.noReview')
              : t('protocol.until', { date: f.date(row.until) ?? '' })}
          </p>
          {row.problem !== null && (
            <Alert severity="error">
              {t('protocol.cannot', { why: t(`protocol.problem.${row.problem}`) })}
            </Alert>
          )}
          {isChanged && row.problem === null && (
            <Alert
              severity="warning"
              action={<Button onClick={protocol.readAgain}>{t('protocol.readAgain')}</Button>}
            >
              {t('protocol.problem.changed')}
            </Alert>
          )}
          {row.indication !== null && (
            <section>
              <h4>{t('protocol.indication')}</h4>
              <p>{row.indication}</p>
            </section>
          )}
          <section>
            <h4>{t('protocol.lines')}</h4>
            {lines === null ? (
              <Alert severity="error">{t('protocol.problem.not-whole')}</Alert>
            ) : (
              <ol className={styles.lines}>
                {lines.map(({ name, parts }, i) => (
                  <li key={i}>
                    <strong>{name}</strong> {parts.join(', ')}
                  </li>
                ))}
              </ol>
            )}
          </section>
          {problems.map((words) => (
            <Alert key={words} severity="error">
              {words}
            </Alert>
          ))}
          {row.problem === null && !isChanged && (
            <>
              <ProtocolExclusions protocol={protocol} exclusions={row.exclusions} />
              <div data-fields>
                <TextField form={form} name="situation" longest={300} hint={t('protocol.situationHint')} />
              </div>
              <div id={form.idOf('answers')} tabIndex={-1}>
                {check.data && (
                  <AlertsPanel
                    id={form.idOf('answers')}
                    checks={check.data.checks}
                    answers={answers}
                    onAnswer={protocol.answer}
                    refused={protocol.refused}
                    instead={t('protocol.problem.blocked')}
                  />
                )}
                <p className="muted" role="status">
                  {check.isFetching ? t('alerts.checking') : check.isError ? t('alerts.failed') : null}
                </p>
                {check.isError && <Button onClick={() => void check.refetch()}>{t('alerts.again')}</Button>}
              </div>
            </>
          )}
        </div>
      )}
    </FormFrame>
  );
}

const wordsOf = ({ situation, absent }: ProtocolText): string =>
  [situation, absent.length > 0 ? `(${absent.length})` : ''].filter(Boolean).join(' ') || '–';
