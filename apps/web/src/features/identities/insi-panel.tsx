'use client';
import { identityDocuments, isUnknownPlace, type StrictTraits } from '@keneyapp/clinical';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { get, useFormState, type FieldError } from 'react-hook-form';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { withTraits } from './identity-fill.ts';
import { toAttributes, toProof, toTraits, type IdentityValues } from './identity-state.ts';
import styles from './identities.module.css';
import { insiField, useTraitWords } from './use-identity-words.ts';
import type { Insi } from './use-insi.ts';

const all = ['birthName', 'firstGivenName', 'givenNames', 'birthDate', 'sex', 'birthPlace'] as const;

/** What nobody said is not confirmed; it comes from the answer. */
const said = (typed: StrictTraits) =>
  all.filter(
    (field) =>
      !(field === 'givenNames' && typed.givenNames.length === 0) &&
      !(field === 'birthPlace' && isUnknownPlace(typed.birthPlace.code)),
  );

/** Asks the national service, and says its answer in words. */
export function InsiPanel({ form, insi }: { form: ChartForm<IdentityValues>; insi: Insi }) {
  const t = useTranslations('identities.insi');
  const { errors } = useFormState({ control: form.control });
  const refused = (get(errors, insiField) as FieldError | undefined)?.message;
  return (
    <div className={styles.insi}>
      <div className={styles.insiAsk}>
        <Button
          id={form.idOf(insiField)}
          variant="outlined"
          onClick={() => {
            if (insi.isAsking) return;
            form.changed(insiField);
            insi.ask(form.values());
          }}
          aria-disabled={insi.isAsking}
          aria-describedby={`${form.idOf(insiField)}-lead`}
        >
          {t(insi.isAsking ? 'asking' : 'ask')}
        </Button>
        <span id={`${form.idOf(insiField)}-lead`} className="muted">
          {t('lead')}
        </span>
      </div>
      {refused && <Alert severity="error">{form.words.problem(insiField, refused, form.values())}</Alert>}
      <div role="status">
        {insi.error && !insi.isAsking ? (
          <SaveFailed error={insi.error} title={t('failed')} isTyped={false} />
        ) : (
          !insi.isAsking && <Answer form={form} insi={insi} />
        )}
      </div>
    </div>
  );
}

function Answer({ form, insi }: { form: ChartForm<IdentityValues>; insi: Insi }) {
  const t = useTranslations('identities.insi');
  const f = useFormats();
  const words = useTraitWords();
  const values = useFormValues(form);
  const { answer } = insi;
  const how = insi.how(values);
  if (!answer || how === 'nothing') return null;
  if (how === 'dropped') return <Alert severity="warning">{t('dropped')}</Alert>;
  const typed = toTraits(values);
  if (how === 'confirmed') {
    if (toAttributes(values).some((one) => one !== 'homonym'))
      return <Alert severity="warning">{t('notAskedState')}</Alert>;
    const proof = toProof(values);
    const proves: readonly string[] = proof ? identityDocuments[proof.document].proves : [];
    const isProven = proof !== null && proves.includes(proof.holder);
    return (
      <Alert severity="success">
        <AlertTitle component="h3">{t('one')}</AlertTitle>
        {t('confirmed', { fields: said(typed).map(words.name).join(', ') })}{' '}
        {t(isProven ? 'oneQualifies' : 'oneNeedsProof')}
      </Alert>
    );
  }
  if (answer.answer === 'close')
    return (
      <Alert severity="warning">
        <AlertTitle component="h3">{t(insi.isOfCode ? 'codeNot' : 'close')}</AlertTitle>
        <ul className={styles.differences}>
          {answer.differs.map((field) => (
            <li key={field}>
              <b>{words.name(field)}</b>
              {f.colon}
              {t('typed', { value: words.value(field, typed) })} ·{' '}
              {t('known', { value: words.value(field, answer.traits) })}
            </li>
          ))}
        </ul>
        <Button
          color="inherit"
          variant="outlined"
          onClick={() => {
            form.fill(withTraits(form.values(), answer.traits, answer.differs));
            form.focus(insiField);
          }}
        >
          {t('take')}
        </Button>
      </Alert>
    );
  if (answer.answer === 'not-asked')
    return (
      <Alert severity="info">
        {answer.lacking.length > 0
          ? t('notAsked', { fields: answer.lacking.map(words.name).join(', ') })
          : t('notAskedState')}
      </Alert>
    );
  if (answer.answer === 'away') return <Alert severity="warning">{t('away')}</Alert>;
  return answer.answer === 'none' || answer.answer === 'several' ? (
    <Alert severity={insi.isOfCode ? 'warning' : 'info'}>
      {insi.isOfCode && <AlertTitle component="h3">{t('codeNot')}</AlertTitle>}
      {t(insi.isOfCode && answer.answer === 'none' ? 'codeNone' : answer.answer)}
    </Alert>
  ) : null;
}
