'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import type { IdentityFormView, PapersView } from '@keneyapp/bff/features/identities/view';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './agenda.module.css';

const expected: readonly AgendaItem['status'][] = ['booked', 'pending', 'arrived'];
/** What the desk may ask for while somebody stands there; `copyExpired`: the paper of the copy is not valid any more. */
type Missing = 'document' | 'ins' | 'copy' | 'copyExpired' | 'telephone' | 'email';

type Identity = Pick<IdentityFormView, 'state' | 'hasIns' | 'telephones' | 'email' | 'wantsNoMail'>;

/** Validated without INSi it lacks the matricule alone. Who wants no mail needs no address for it. */
const ofIdentity = ({ state, hasIns, telephones, email, wantsNoMail }: Identity): Missing[] => [
  ...(state.status === 'QUAL' || state.status === 'VALI' ? [] : (['document'] as const)),
  ...(hasIns ? [] : (['ins'] as const)),
  ...(telephones.length > 0 ? [] : (['telephone'] as const)),
  ...(email !== null || wantsNoMail ? [] : (['email'] as const)),
];

function ofPapers({ papers }: PapersView): Missing[] {
  const inForce = papers.filter(({ error, isPastKeeping }) => error === null && !isPastKeeping);
  if (inForce.length === 0) return ['copy'];
  return inForce.some(({ isExpired }) => !isExpired) ? [] : ['copyExpired'];
}

/** What is missing of identity and contact for a visit, for who may look after both. What could not be read is said not to have been. */
export function MissingPapers({
  item: { status, patient },
}: {
  item: Pick<AgendaItem, 'status' | 'patient'>;
}) {
  const t = useTranslations('appointments.missing');
  const { rights } = useSignedInUser();
  const { identities } = useTRPC();
  const patientId = patient?.id ?? '';
  const isShown =
    expected.includes(status) &&
    patientId !== '' &&
    rights['appointments.receive'] &&
    rights['identities.read'];
  const identity = useQuery({
    ...identities.form.queryOptions({ patientId }, { staleTime: 0 }),
    enabled: isShown === true,
  });
  const mayReadPapers = rights['identities.read-papers'] === true;
  const papers = useQuery({
    ...identities.papers.queryOptions({ patientId }, { staleTime: 0 }),
    enabled: isShown === true && mayReadPapers,
  });
  if (!isShown || (!identity.data && !identity.error)) return null;
  if (mayReadPapers && !papers.data && !papers.error) return null;
  const missing = [
    ...(identity.data ? ofIdentity(identity.data) : []),
    ...(papers.data ? ofPapers(papers.data) : []),
  ];
  const unread = [
    ...(identity.data ? [] : (['identity'] as const)),
    ...(papers.data ? [] : (['copy'] as const)),
  ];
  return (
    <div className={styles.messages}>
      {missing.length > 0 && (
        <>
          <p className={styles.waiting} data-level="attention">
            {t('title')}{' '}
            <Link href={`/patients/${patientId}/identity`} prefetch={false}>
              {t('open')}
            </Link>
          </p>
          <ul aria-label={t('title')}>
            {missing.map((one) => (
              <li key={one}>{t(`of.${one}`)}</li>
            ))}
          </ul>
        </>
      )}
      {unread.map((one) => (
        <p key={one} className="muted">
          {t(`unread.${one}`)}
        </p>
      ))}
      {missing.length === 0 && unread.length === 0 && <p className="muted">{t('complete')}</p>}
      {identity.data?.wantsNoMail && <p className="muted">{t('noMail')}</p>}
    </div>
  );
}
