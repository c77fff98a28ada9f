'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { imageIdentity } from './image-identity.ts';
import { useStudyIdentities } from './use-series-images.ts';
import styles from './viewer.module.css';

/** Said above images that name somebody else than the record in which they are filed, before anything is read from them. */
export function ImageIdentityNote({ patientId, studies }: { patientId: string; studies: string[] }) {
  const t = useTranslations('imaging.identity');
  const f = useFormats();
  const { data: banner } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const { data, error } = useStudyIdentities(studies);
  if (error)
    return (
      <p role="status" className={styles.note}>
        {t('unknown')}
      </p>
    );
  if (!data || !banner) return null;
  return data.flatMap((study, i) => {
    const { fit, differs, name, birthDate } = imageIdentity(study, banner.identity);
    if (fit === 'fits') return [];
    const what = differs.map((field) => t(`field.${field}`)).join(', ');
    const said = [name, f.date(birthDate)].filter(Boolean).join(', ');
    return [
      <p key={studies[i]} role={fit === 'none' ? 'status' : 'alert'} className={styles.note}>
        {fit === 'none' ? t('none') : t(fit, { said, what })}
      </p>,
    ];
  });
}
