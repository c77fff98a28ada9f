'use client';
import type { ComparedField, ListedIdentity, LookAlike } from '@keneyapp/bff/features/identities/view';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { PatientLine } from '../../components/patient-line.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import type { Formats } from '../../i18n/formats.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError } from '../../trpc/error.ts';
import { groupOf, placeWords, useComparedWords } from './compared-words.tsx';
import styles from './identities.module.css';
import { MergeLink } from './merges.tsx';

interface PairProps extends Pick<LookAlike, 'matchClass' | 'heldBack' | 'fields'> {
  patients: readonly [ListedIdentity, ListedIdentity];
}

/** Two records that may be one person's, side by side, with what differs marked. */
export function Pair({ patients: [one, other], matchClass, heldBack, fields }: PairProps) {
  const t = useTranslations('identities');
  const f = useFormats();
  const words = useComparedWords();
  const names = { one: told(f, one), other: told(f, other) };
  const rows = fields.filter(({ level }) => level !== null);
  return (
    <li className={styles.pair}>
      <p>
        <StateChip
          tone={matchClass === 'match' ? 'bad' : 'attention'}
          sign={matchClass === 'match' ? '!!' : '!'}
        >
          {t(`alike.${matchClass}`)}
        </StateChip>{' '}
        {heldBack && <span>{t(`alike.heldBack.${heldBack}`)}</span>}
      </p>
      <table className={styles.pairTable}>
        <thead>
          <tr>
            <th scope="col">{t('work.column.field')}</th>
            {[one, other].map((patient) => (
              <th key={patient.id} scope="col">
                <Link href={`/patients/${patient.id}/identity`} prefetch={false} className={styles.open}>
                  <PatientLine patient={{ ...patient, location: null }} />
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const differs = groupOf(row) !== 'agree';
            return (
              <tr key={row.field} data-differs={differs}>
                <th scope="row">
                  {t(`compared.${row.field}`)}
                  {f.colon}
                  {words.level(row) ?? t(`work.column.${differs ? 'different' : 'same'}`)}
                </th>
                {row.field === 'ins' || row.field === 'telephone' ? (
                  // compared without being shown: no list has a matricule
                  <td colSpan={2}>
                    {words.level(row) ?? t(`work.column.${differs ? 'different' : 'same'}`)}
                  </td>
                ) : (
                  <>
                    <Value of={one} field={row} />
                    <Value of={other} field={row} />
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className={styles.actions}>
        <MergeLink patients={[one.id, other.id]} label={`${names.one}, ${names.other}`} />
        <Apart patients={[one.id, other.id]} names={names} />
      </div>
    </li>
  );
}

/** `MARTIN Jeanne (IPP 8000123)`: of two who are called alike, which. */
export const told = (f: Formats, of: Names): string =>
  of.ipp ? `${f.fullName(of)} (IPP ${of.ipp})` : f.fullName(of);
type Names = Parameters<Formats['fullName']>[0] & { ipp: string | null };

function Value({ of, field: { field } }: { of: ListedIdentity; field: ComparedField }) {
  const c = useTranslations('common.sex');
  const f = useFormats();
  const values: Partial<Record<ComparedField['field'], string | null>> = {
    familyName: f.birthName(of),
    usedName: of.usedName,
    givenName: of.givenNames[0] ?? null,
    furtherGivenNames: of.givenNames.slice(1).join(', '),
    birthDate: f.date(of.birthDate),
    sex: c(of.sex),
    birthplace: placeWords(of.birthPlace),
  };
  return <td>{values[field] || '–'}</td>;
}

/** Says that two records are of two people; asked first. */
export function Apart({
  patients,
  names,
}: {
  patients: [string, string];
  names: { one: string; other: string };
}) {
  const t = useTranslations('identities.work');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const f = useFormats();
  const { rights, displayName } = useSignedInUser();
  const [asks, setAsks] = useState(false);
  const mutation = useMutation(
    trpc.identities.tellApart.mutationOptions({
      onSuccess: () => {
        announce(t('decided'));
        void queries.invalidateQueries({ queryKey: trpc.identities.pathKey() });
      },
    }),
  );
  if (!rights['identities.tell-apart']) return null;
  const about = t('apartOf', names);
  return (
    <div>
      <Button
        variant="outlined"
        onClick={() => setAsks(true)}
        aria-disabled={mutation.isPending}
        aria-label={f.labelled(t('apart'), `${names.one}, ${names.other}`)}
      >
        {t('apart')}
      </Button>
      {mutation.error &&
        (asCallError(mutation.error).reason === 'same-matricule' ? (
          <Alert severity="error" role="alert">
            {t('sameMatricule')}
          </Alert>
        ) : (
          <SaveFailed
            error={mutation.error}
            title={t('decideFailed')}
            isTyped={false}
            retry={() => mutation.mutate({ patients })}
          />
        ))}
      {asks && (
        <AskDialog
          title={t('ask')}
          about={about}
          text={t('askText', { name: displayName })}
          safe={t('keep')}
          onSafe={() => setAsks(false)}
          action={t('apart')}
          onAction={() => {
            setAsks(false);
            if (!mutation.isPending) mutation.mutate({ patients });
          }}
        />
      )}
    </div>
  );
}
