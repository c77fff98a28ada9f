'use client';
import type { LookAlike } from '@keneyapp/bff/features/identities/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PatientLine } from '../../components/patient-line.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { Compared, placeWords } from './compared-words.tsx';
import styles from './identities.module.css';
import { MergeLink } from './merges.tsx';
import { opensAnyIdentity } from './open-identity.ts';
import { notLookedAt, type AlikeState } from './use-alike.ts';

const listId = 'look-alikes';

interface Props {
  alike: AlikeState;
  /** Rises each time registering was refused because somebody was not looked at: the focus comes here. */
  refused: number;
  /** Whose record is corrected: whoever is the same person is merged with it. */
  of?: string;
}

/** Who may be registered already, beside the form. */
export function LookAlikes({ alike, refused, of }: Props) {
  const t = useTranslations('identities.alike');
  const c = useTranslations('common');
  const { view, isIdle, isLoading, error, retry } = alike;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refused > 0) box.current?.focus();
  }, [refused]);
  const opens = opensAnyIdentity(useSignedInUser());
  const isOpen = notLookedAt(view, alike.looked).length > 0;
  const count = view ? t('count', { n: view.found.length }) : '';
  return (
    <SectionCard title={t('title')} count={view?.found.length || null}>
      <div
        ref={box}
        id={listId}
        tabIndex={-1}
        role="group"
        aria-label={t('title')}
        className={styles.alike}
        aria-busy={isLoading}
      >
        {refused > 0 && isOpen && (
          <Alert severity="warning" role="alert">
            {t(opens ? 'mustLook' : 'mustTell')}
          </Alert>
        )}
        {error ? (
          <CallFailed error={error} retry={retry} />
        ) : isIdle ? (
          <p className="muted">{t('nothing')}</p>
        ) : !view ? (
          <LoadingRows rows={3} widths={[60, 30]} label={c('state.loading')} />
        ) : (
          <>
            {view.found.length > 0 ? (
              <ul className={styles.people}>
                {view.found.map((one) => (
                  <Line key={one.patient.id} one={one} alike={alike} of={of} />
                ))}
              </ul>
            ) : (
              view.isComplete && <p className="muted">{t('none')}</p>
            )}
            {view.hasMore && <p className="muted">{t('more', { n: view.found.length })}</p>}
            {!view.isComplete && <p className="muted">{t('incomplete')}</p>}
          </>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {!isLoading && view && (view.isComplete || view.found.length > 0) ? count : ''}
      </p>
    </SectionCard>
  );
}

/** The list beside a form, in sight as long as the form is. */
export function AlikeAside({ onSubmit, ...props }: Props & { onSubmit: () => void }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- who ticked the last of them saves from here, as from any field of the form
    <div
      className={styles.aside}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !(e.target instanceof HTMLAnchorElement)) {
          e.preventDefault();
          onSubmit();
        }
      }}
    >
      <LookAlikes {...props} />
    </div>
  );
}

/** Where the list stands below the form, out of sight: how many there are, and the way to them. */
export function AlikeBelow({ alike: { view } }: { alike: AlikeState }) {
  const t = useTranslations('identities.alike');
  if (!view || view.found.length === 0) return null;
  return (
    <div className={styles.below}>
      <Button variant="outlined" onClick={() => document.getElementById(listId)?.focus()}>
        {t('count', { n: view.found.length })}
      </Button>
    </div>
  );
}

function Line({ one, alike, of }: { one: LookAlike; alike: AlikeState; of: string | undefined }) {
  const t = useTranslations('identities.alike');
  const f = useFormats();
  const { patient, matchClass } = one;
  const how = alike.looked[patient.id];
  const name = f.fullName(patient);
  const opens = opensAnyIdentity(useSignedInUser());
  const opened = () => how === undefined && alike.setLooked(patient.id, 'opened');
  return (
    <li className={styles.person}>
      {opens ? (
        <a
          href={`/patients/${encodeURIComponent(patient.id)}/identity`}
          target="_blank"
          rel="noreferrer"
          className={styles.open}
          onClick={opened}
          onAuxClick={opened}
        >
          <PatientLine patient={{ ...patient, location: null }} />
          <span className="visually-hidden">{t('open')}</span>
        </a>
      ) : (
        <PatientLine patient={{ ...patient, location: null }} />
      )}
      {placeWords(patient.birthPlace) && (
        <p className="muted">{t('born', { sex: patient.sex, place: placeWords(patient.birthPlace) })}</p>
      )}
      <p>
        <StateChip
          tone={matchClass === 'match' ? 'bad' : 'attention'}
          sign={matchClass === 'match' ? '!!' : '!'}
        >
          {t(matchClass)}
        </StateChip>
        {how === 'opened' && <span className="muted"> {t('opened')}</span>}
      </p>
      <Compared fields={one.fields} heldBack={one.heldBack} />
      {of !== undefined && <MergeLink patients={[of, patient.id]} label={name} />}
      <FormControlLabel
        label={t('other')}
        control={
          <Checkbox
            checked={how === 'other'}
            onChange={(e) => alike.setLooked(patient.id, e.target.checked ? 'other' : null)}
            slotProps={{ input: { 'aria-label': t('otherOf', { name }) } }}
          />
        }
      />
    </li>
  );
}
