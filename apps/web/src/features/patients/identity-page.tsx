'use client';
import { KeyValue } from '@keneyapp/ui/key-value';
import { SectionCard } from '@keneyapp/ui/section-card';
import { SkeletonLine } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { WholeLink } from '../../components/whole-link.tsx';
import { PersonMarks } from '../../components/person-marks.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { IdentityCards } from './identity-cards.tsx';
import styles from './identity-page.module.css';

/** All traits of the patient, those too that the banner leaves out: every given name, birthplace, INS with where it is from. */
export function IdentityPage({ patientId }: { patientId: string }) {
  const t = useTranslations('patients');
  const c = useTranslations('common');
  const f = useFormats();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  const file = useQuery(trpc.patients.identity.queryOptions({ patientId }));
  if (!data)
    return error ? (
      <CallFailed isPage error={error} retry={() => void refetch()} />
    ) : (
      <SectionCard title={<SkeletonLine width={120} />}>
        <p className={styles.body}>
          <SkeletonLine height={160} />
        </p>
      </SectionCard>
    );
  const { identity, clinical, closed } = data;
  return (
    <div className={styles.cards}>
      <SectionCard
        title={t('identityPage.person')}
        tools={<WholeLink patientId={patientId} type="Patient" id={patientId} />}
      >
        <div className={styles.body}>
          <KeyValue
            items={[
              { key: t('identityPage.birthName'), value: <b>{f.birthName(identity)}</b> },
              { key: t('identityPage.givenNames'), value: identity.givenNames.join(', ') },
              { key: t('identityPage.usedName'), value: identity.usedName?.toLocaleUpperCase(f.locale) },
              { key: t('identityPage.usedGivenName'), value: identity.usedGivenName },
              {
                key: t('identityPage.titles'),
                value: [identity.prefix, identity.suffix].filter(Boolean).join(', '),
              },
              {
                key: t('identityPage.otherNames'),
                value: identity.otherNames
                  .map(({ text, until }) =>
                    until ? t('identityPage.nameUntil', { name: text, date: f.date(until) ?? '' }) : text,
                  )
                  .join(', '),
              },
              {
                key: t('identityPage.birthDate'),
                value: identity.birthDate
                  ? `${f.date(identity.birthDate)}${identity.age ? ` (${f.age(identity.age)})` : ''}`
                  : t('banner.noBirthDate'),
              },
              {
                key: t('identityPage.birthPlace'),
                value:
                  identity.birthPlace &&
                  [
                    identity.birthPlace.text,
                    identity.birthPlace.inseeCode &&
                      t('identityPage.insee', { code: identity.birthPlace.inseeCode }),
                  ]
                    .filter(Boolean)
                    .join(' – '),
              },
              {
                key: t('identityPage.marks'),
                value: (identity.multipleBirth || identity.isTest || identity.attributes.length > 0) && (
                  <PersonMarks person={identity} />
                ),
              },
              { key: t('identityPage.sex'), value: c(`sex.${identity.sex}`) },
              {
                key: t('identityPage.deceased'),
                value:
                  identity.deceased &&
                  (identity.deceased.date ? f.dateTime(identity.deceased.date) : c('value.yes')),
              },
              { key: t('identityPage.location'), value: clinical?.location && f.place(clinical.location) },
            ]}
          />
        </div>
      </SectionCard>
      <SectionCard title={t('identityPage.identifiers')}>
        <div className={styles.body}>
          <KeyValue
            items={[
              {
                key: t('identityPage.insStatus'),
                value: (
                  <>
                    {t(`banner.ins.${identity.insStatus ?? 'none'}.short`)}
                    <span className={styles.help}>
                      {t(`banner.ins.${identity.insStatus ?? 'none'}.long`)}
                    </span>
                  </>
                ),
              },
              {
                key: t('identityPage.ins'),
                value: identity.ins && (
                  <>
                    <span className={styles.ins}>{groupIns(identity.ins.value)}</span>
                    <span className={styles.help}>
                      {t(`identityPage.insKind.${identity.ins.kind}`)} · {identity.ins.oid}
                    </span>
                  </>
                ),
              },
              { key: t('identityPage.ipp'), value: identity.ipp },
            ]}
          />
        </div>
      </SectionCard>
      {file.data ? (
        <IdentityCards file={file.data} patientId={patientId} sex={identity.sex} />
      ) : (
        file.error && !closed && <CallFailed error={file.error} retry={() => void file.refetch()} />
      )}
    </div>
  );
}

/** `2 57 03 37 261 156 04`: as it is printed on the card, with spaces that do not break. */
function groupIns(ins: string): string {
  return [
    ins.slice(0, 1),
    ins.slice(1, 3),
    ins.slice(3, 5),
    ins.slice(5, 7),
    ins.slice(7, 10),
    ins.slice(10, 13),
    ins.slice(13),
  ]
    .filter(Boolean)
    .join('\u00a0');
}
