'use client';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import OutlinedInput from '@mui/material/OutlinedInput';
import ToggleButton from '@mui/material/ToggleButton';
import { useTranslations } from 'next-intl';
import { useSearchParams } from 'next/navigation';
import { useId, useState } from 'react';
import { DayInput, isDayOrNone } from '../../components/form/day-input.tsx';
import { FieldFrame } from '../../components/form/field-frame.tsx';
import { SelectInput } from '../../components/form/select-field.tsx';
import { goTo, SamePageLink, useOptimisticParams } from '../../components/same-page-link.tsx';
import styles from './filters.module.css';
import { PatientPicker, PersonPicker } from './pickers.tsx';
import {
  auditFeatures,
  auditHref,
  auditKinds,
  auditOutcomes,
  isFiltered,
  isWrongPeriod,
  periodOf,
  type AuditParams,
  type PeriodName,
} from './search-params.ts';
import { useAuditWords } from './words.ts';

const periods: readonly PeriodName[] = ['today', 'week', 'month', 'lastMonth'];

/** `31/02/2026`: a date of the address in the order of the field. */
const typedAs = (text: string | null): string | null =>
  text?.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1') ?? null;

/** Everything the trail is searched by; each change is an address at once. */
export function AuditFilters({ pageParams: shown, today }: { pageParams: AuditParams; today: string }) {
  const t = useTranslations('audit.filters');
  const words = useAuditWords();
  const id = useId();
  const [pageParams, ask] = useOptimisticParams(shown, (next) => goTo(auditHref(next), true));
  const set = (change: Partial<AuditParams>) => ask({ event: null, ...change });
  const [isMore, setMore] = useState(
    pageParams.feature !== null ||
      pageParams.outcome !== null ||
      pageParams.request !== null ||
      pageParams.listed,
  );
  const select = (
    name: 'kind' | 'feature' | 'outcome',
    any: string,
    options: readonly string[],
    word: (option: string) => string | null,
  ) => (
    <div className={styles.field}>
      <SelectInput
        id={`${id}-${name}`}
        label={t(name)}
        value={pageParams[name] ?? ''}
        onChange={(value) => set({ [name]: value || null })}
        options={[
          { value: '', word: any },
          ...options.map((option) => ({ value: option, word: word(option) })),
        ]}
      />
    </div>
  );
  const check = (name: 'emergency' | 'listed') => (
    <FormControlLabel
      control={
        <Checkbox checked={pageParams[name]} onChange={(event) => set({ [name]: event.target.checked })} />
      }
      label={t(name)}
    />
  );
  const isWrong = isWrongPeriod(pageParams);
  /** How often all of it was cleared: a date that is none is no part of the search, and goes with the field. */
  const [cleared, setCleared] = useState(0);
  // a date of the address that is none stands in its field, which says so
  const address = useSearchParams();
  const [unread, setUnread] = useState(() => ({
    from: typedAs(address.get('from')),
    to: typedAs(address.get('to')),
  }));
  return (
    <search className={`${styles.filters} no-print`} aria-label={t('label')}>
      <div className={styles.fields}>
        <PatientPicker value={pageParams.patient} onChange={(patient) => set({ patient })} />
        <PersonPicker value={pageParams.person} onChange={(person) => set({ person })} />
        {(['from', 'to'] as const).map((end) => (
          <div key={`${end} ${cleared}`} className={styles.dateField}>
            <DayInput
              id={`${id}-${end}`}
              label={t(end)}
              value={pageParams[end] ?? unread[end] ?? ''}
              latest={today}
              problem={end === 'to' && isWrong ? t('wrongPeriod') : null}
              onChange={(day) => {
                setUnread({ ...unread, [end]: null });
                if (isDayOrNone(day)) set({ [end]: day || null });
              }}
            />
          </div>
        ))}
        {select('kind', t('anyKind'), auditKinds, words.kind)}
      </div>
      <div className={styles.chips}>
        <div role="group" aria-label={t('periods')} className={styles.group}>
          {periods.map((name) => {
            const { from, to } = periodOf(name, today);
            return (
              <ToggleButton
                key={name}
                value={name}
                selected={pageParams.from === from && pageParams.to === to}
                onClick={() => set({ from, to })}
              >
                {t(`period.${name}`)}
              </ToggleButton>
            );
          })}
        </div>
        {check('emergency')}
        <Button aria-expanded={isMore} onClick={() => setMore(!isMore)}>
          {isMore ? t('less') : t('more')}
        </Button>
        {isFiltered(pageParams) && (
          <Button
            component={SamePageLink}
            href="/audit"
            replace
            onClick={() => {
              setCleared(cleared + 1);
              setUnread({ from: null, to: null });
            }}
          >
            {t('reset')}
          </Button>
        )}
      </div>
      {isMore && (
        <div className={styles.fields}>
          {select('feature', t('anyFeature'), auditFeatures, words.feature)}
          {select('outcome', t('anyOutcome'), auditOutcomes, words.outcome)}
          <RequestField value={pageParams.request} onChange={(request) => set({ request })} />
          {pageParams.patient !== null && check('listed')}
        </div>
      )}
    </search>
  );
}

/** Asked when the person has finished: a part of a number finds nothing. */
function RequestField({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (request: string | null) => void;
}) {
  const t = useTranslations('audit.filters');
  const id = useId();
  return (
    <div className={styles.field}>
      <FieldFrame id={id} label={t('request')}>
        <OutlinedInput
          key={value}
          id={id}
          size="small"
          defaultValue={value ?? ''}
          onBlur={(event) => {
            if (event.target.value.trim() !== (value ?? '')) onChange(event.target.value.trim() || null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') (event.target as HTMLInputElement).blur();
          }}
          slotProps={{ input: { spellCheck: false } }}
        />
      </FieldFrame>
    </div>
  );
}
