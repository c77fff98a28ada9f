'use client';
import type { PatientHit } from '@keneyapp/bff/features/patients/view';
import Autocomplete from '@mui/material/Autocomplete';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { describedBy, FieldFrame } from '../../../components/form/field-frame.tsx';
import { PatientLine } from '../../../components/patient-line.tsx';
import { HomonymMark } from '../../../components/person-marks.tsx';
import { useAwaitedEnter } from '../../../components/use-awaited-enter.ts';
import { lastSearch, useLiveSearch } from '../../../components/use-live-search.ts';
import { useFormats } from '../../../i18n/use-formats.ts';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';

export const patientFieldId = 'booking-patient';

/** Who telephones, found while it is typed. Enter before the answer is there takes nobody whom an older answer shows. */
export function PatientPicker({
  problem,
  onChoose,
}: {
  problem: string | null;
  onChoose: (patientId: string) => void;
}) {
  const t = useTranslations('appointments.booking.caller');
  const f = useFormats();
  const { rights } = useSignedInUser();
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const search = useLiveSearch(query, { enabled: true, limit: 8, recent: 5 });
  const hits: PatientHit[] = search.hits;
  const enter = useAwaitedEnter(search.isSearching, hits.length, () => {
    if (hits[0]) onChoose(hits[0].id);
  });
  const isAsked = query.trim() !== '';
  return (
    <>
      <FieldFrame id={patientFieldId} label={t('label')} hint={t('hint')} problem={problem} isAnnounced>
        <Autocomplete<PatientHit>
          id={patientFieldId}
          fullWidth
          forcePopupIcon={false}
          autoHighlight={isAsked}
          clearOnBlur={false}
          open={isOpen}
          onOpen={() => setOpen(true)}
          onClose={() => setOpen(false)}
          options={hits}
          filterOptions={(all) => all}
          getOptionKey={({ id }) => id}
          getOptionLabel={(hit) => f.fullName(hit)}
          // the lines are still those of what was typed before
          getOptionDisabled={() => search.isSearching}
          value={null}
          inputValue={query}
          onInputChange={(_, text, reason) => {
            if (reason !== 'input' && reason !== 'clear') return;
            // whoever registers them next finds what was typed
            Object.assign(lastSearch, { words: text, at: Date.now() });
            setQuery(text);
            enter.forget();
          }}
          onChange={(_, hit) => hit && onChoose(hit.id)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && search.isSearching) enter.await();
          }}
          loading={search.isSearching}
          loadingText={t('searching')}
          noOptionsText={search.error ? t('failed') : isAsked ? t('none') : t('noRecent')}
          slotProps={{ listbox: { 'aria-label': t('label') } }}
          renderOption={({ key, ...props }, hit) => (
            <li key={key} {...props}>
              <span>
                <PatientLine patient={hit} /> {hit.isHomonym && <HomonymMark />}
              </span>
            </li>
          )}
          renderInput={({ slotProps }) => (
            <OutlinedInput
              id={patientFieldId}
              size="small"
              fullWidth
              ref={slotProps.input.ref}
              inputRef={field}
              // eslint-disable-next-line jsx-a11y/no-autofocus -- the page begins with whoever telephones
              autoFocus
              onMouseDown={slotProps.input.onMouseDown}
              className={slotProps.input.className}
              placeholder={t('placeholder')}
              slotProps={{
                input: {
                  ...slotProps.htmlInput,
                  autoComplete: 'off',
                  spellCheck: false,
                  maxLength: 200,
                  'aria-describedby': describedBy(patientFieldId, problem),
                  'aria-invalid': problem !== null,
                },
              }}
            />
          )}
        />
      </FieldFrame>
      <p role="status" className="visually-hidden">
        {isAsked && !search.isSearching && search.result ? t('count', { n: hits.length }) : ''}
      </p>
      {search.result?.isPartial && <p role="alert">{t('partial')}</p>}
      {rights['identities.register'] && (
        <p>
          <Link href="/identities/new" prefetch={false}>
            {t('register')}
          </Link>
        </p>
      )}
    </>
  );
}
