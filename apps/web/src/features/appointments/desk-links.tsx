import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './agenda.module.css';

/** What the desk opens beside the agenda: the list of a day to print, and the screen of the waiting room. */
export function DeskLinks({ day, listHref }: { day: string; listHref: string }) {
  const t = useTranslations('appointments');
  const f = useFormats();
  const { rights } = useSignedInUser();
  return (
    <>
      {rights['appointments.print-list'] && (
        <a className={styles.wallLink} href={listHref} target="_blank" rel="noopener">
          {t('dayList.print', { day: f.date(day) ?? '' })}
        </a>
      )}
      {rights['appointments.receive'] && rights['appointments.wall'] && (
        <a className={styles.wallLink} href="/agenda/wall" target="_blank" rel="noopener">
          {t('wall.open')}
        </a>
      )}
    </>
  );
}
