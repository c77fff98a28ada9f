'use client';
import type { IdentityTraits } from '@keneyapp/bff/features/patients/view';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { CallFailed } from '../../components/call-failed.tsx';
import { FieldGroup, FormFrame } from '../../components/form/form-frame.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { PatientLine } from '../../components/patient-line.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { leaveBy } from '../../components/leave-guard.ts';
import { useRouter } from 'next/navigation';
import { noDraft } from './form-parts.tsx';
import styles from './identities.module.css';
import type { Mother } from './newborn-steps.ts';
import { isHers, motherOf, motherSchema, type MotherValues } from './newborn-state.ts';
import { useNewbornWords } from './use-newborn-words.ts';

/**
 * Finds the mother by two traits that she or her bracelet says; of a record that was chosen before, they have to be those of
 * that record, which is not shown until then: what stands on the screen is read back and not asked.
 */
export function NewbornMother({
  motherId,
  onFound,
}: {
  motherId: string | null;
  onFound: (mother: Mother) => void;
}) {
  const t = useTranslations('identities.newborn');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const form = useChartForm<MotherValues>({
    initial: { birthName: '', birthDate: '' },
    schema: motherSchema,
    words: useNewbornWords<MotherValues>('mother'),
    onlyOnSaving: ['empty'],
  });
  const search = useMutation({
    mutationFn: async (typed: MotherValues): Promise<{ said: Mother['said']; found: IdentityTraits[] }> => {
      const said = motherOf(typed);
      if (motherId !== null) {
        const { identity } = await queries.fetchQuery(
          trpc.patients.banner.queryOptions({ patientId: motherId }),
        );
        return { said, found: isHers(said, identity) ? [identity] : [] };
      }
      const { found } = await queries.fetchQuery(trpc.identities.alike.queryOptions(said));
      return { said, found: found.flatMap(({ patient }) => (isHers(said, patient) ? [patient] : [])) };
    },
    onSuccess: ({ said, found }) => {
      const [only, ...others] = found;
      // of a record that was left for this page nothing is to be chosen
      if (motherId !== null && only && others.length === 0) onFound({ person: only, said });
    },
  });
  const submit = () => form.submit((typed) => search.mutate(typed));
  const result = search.data;
  return (
    <div className={styles.paper} data-writing="true">
      <FormFrame
        form={form}
        label={t('who')}
        draft={noDraft}
        onSubmit={submit}
        onClose={() => leaveBy(() => router.push('/patients'))}
        save={t('find')}
        keys={t('findKeys')}
        saving={search}
        notices={search.error && <CallFailed error={search.error} retry={submit} />}
        after={
          result && (
            <div role="status" className={styles.mothers}>
              {result.found.length === 0 ? (
                <Alert severity="warning">
                  {t(motherId === null ? 'notFound' : 'notHers')}{' '}
                  {motherId === null && (
                    <Link href="/identities/new" prefetch={false}>
                      {t('registerHer')}
                    </Link>
                  )}
                </Alert>
              ) : (
                <ul className={styles.people}>
                  {result.found.map((person) => (
                    <li key={person.id} className={styles.person}>
                      <PatientLine patient={{ ...person, location: null }} />
                      <div>
                        <Button variant="contained" onClick={() => onFound({ person, said: result.said })}>
                          {t('itIsHer')}
                        </Button>
                      </div>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          )
        }
      >
        <FieldGroup legend={t('who')}>
          <TextField
            form={form}
            name="birthName"
            longest={200}
            isWide={false}
            attributes={{ autoComplete: 'off', spellCheck: false }}
          />
          <TextField
            form={form}
            name="birthDate"
            longest={40}
            isWide={false}
            attributes={{ autoComplete: 'off' }}
          />
        </FieldGroup>
      </FormFrame>
    </div>
  );
}
