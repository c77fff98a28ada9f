import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './agenda.module.css';

/** What the desk opens beside the agenda: the list of a day to print, and the screen of the waiting room. */
export function DeskLinks({ list }: { list: { day: string; href: string } | null }) {
  const t = useTranslations('appointments');
  const f = useFormats();
  const { rights } = useSignedInUser();
  return (
    <>
      {list && rights['appointments.print-list'] && (
        <a className={styles.wallLink} href={list.href} target="_blank" rel="noopener">
          {t('dayList.print', { day: f.date(list.day) ?? '' })}
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
