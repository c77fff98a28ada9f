'use client';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { opensAnyIdentity } from './open-identity.ts';

/** Another record has this matricule in force: of a correction the two are compared, instead of a registration that one is opened. */
export function TakenNotice({ patientId, other }: { patientId: string | null; other: string }) {
  const t = useTranslations('identities.taken');
  const me = useSignedInUser();
  const [one, two] = [patientId ?? '', other].map(encodeURIComponent);
  const isMerge = patientId !== null && me.rights['identities.merge'] === true;
  const href = isMerge
    ? `/identities/merge?one=${one}&other=${two}`
    : opensAnyIdentity(me)
      ? `/patients/${two}/identity`
      : null;
  return (
    <Alert
      severity="error"
      role="alert"
      action={
        href && (
          <Button
            color="inherit"
            component={Link}
            href={href}
            prefetch={false}
            target="_blank"
            rel="noopener"
          >
            {t(isMerge ? 'merge' : 'open')}
          </Button>
        )
      }
    >
      {t(patientId === null ? 'registered' : 'corrected')} {href === null && t('whoOpens')}
    </Alert>
  );
}
