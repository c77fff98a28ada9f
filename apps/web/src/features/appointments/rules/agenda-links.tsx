'use client';
import { useTranslations } from 'next-intl';
import { SegmentedLinks } from '../../../components/segmented-links.tsx';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';

type PageName = 'agenda' | 'rules' | 'waiting' | 'absence';
const pages = [
  { name: 'agenda', href: '/agenda', right: 'appointments.list-all' },
  { name: 'rules', href: '/agenda/rules', right: 'appointments.read-rules' },
  { name: 'waiting', href: '/agenda/waiting', right: 'appointments.read-waiting' },
  { name: 'absence', href: '/agenda/absence', right: 'appointments.absent-day' },
] as const;

/** From the agenda to what stands beside it, for who may see it. */
export function AgendaLinks({ here }: { here: PageName }) {
  const t = useTranslations('rules.links');
  const { rights } = useSignedInUser();
  const open = pages.filter(({ right }) => rights[right]);
  if (open.length < 2) return null;
  return (
    <SegmentedLinks
      label={t('label')}
      items={open.map(({ name, href }) => ({ href, word: t(name), isHere: name === here }))}
    />
  );
}
