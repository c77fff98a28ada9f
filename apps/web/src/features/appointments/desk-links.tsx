import { useTranslations } from 'next-intl';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './agenda.module.css';

/** What the desk opens beside the agenda: the screen of the waiting room. */
export function DeskLinks() {
  const t = useTranslations('appointments');
  const { rights } = useSignedInUser();
  if (!rights['appointments.receive'] || !rights['appointments.wall']) return null;
  return (
    <a className={styles.wallLink} href="/agenda/wall" target="_blank" rel="noopener">
      {t('wall.open')}
    </a>
  );
}
