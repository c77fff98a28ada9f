'use client';
import type { MedicationLine } from '@keneyapp/bff/features/medications/view';
import type { RenalView } from '@keneyapp/bff/features/results/view';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Aged, useIsOld } from '../../components/aged.tsx';
import { Ago } from '../../components/ago.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { JudgementNote } from '../../components/judgement-note.tsx';
import { RecordedValue } from '../../components/recorded-value.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './detail.module.css';

/** What a dose is judged by, each for whom may read it; with its date, and its age where it is old. Nothing is computed here. */
export function Beside({ patientId, line }: { patientId: string; line: MedicationLine }) {
  const t = useTranslations('medications.beside');
  const { rights } = useSignedInUser();
  if (!rights['results.read'] && !rights['vitals.read'] && !rights['allergies.read']) return null;
  return (
    <aside className={styles.beside} aria-label={t('title')}>
      <dl className={styles.facts}>
        {rights['results.read'] && <Renal patientId={patientId} hasPotassium={isPotassiumSalt(line)} />}
        {rights['vitals.read'] && <Weight patientId={patientId} />}
        {rights['allergies.read'] && <Allergies patientId={patientId} />}
      </dl>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** ATC A12B: what it gives is measured beside the kidney that has to clear it. */
const isPotassiumSalt = ({ name }: MedicationLine): boolean =>
  name.codes.some(({ system, code }) => /atc/i.test(system) && code.startsWith('A12B'));

function Renal({ patientId, hasPotassium }: { patientId: string; hasPotassium: boolean }) {
  const t = useTranslations('medications.beside');
  const { data, error } = useQuery(useTRPC().results.renal.queryOptions({ patientId }));
  const missing = (none: string) => (data ? none : t(error ? 'unread' : 'loading'));
  return (
    <>
      <Fact name={t('egfr')}>{data?.egfr ? <Last of={data.egfr} /> : missing(t('noEgfr'))}</Fact>
      <Fact name={t('creatinine')}>
        {data?.creatinine ? <Last of={data.creatinine} /> : missing(t('noCreatinine'))}
      </Fact>
      {hasPotassium && (
        <Fact name={t('potassium')}>
          {data?.potassium ? <Last of={data.potassium} /> : missing(t('noPotassium'))}
        </Fact>
      )}
    </>
  );
}

function Last({ of: { point, freshForDays, name } }: { of: NonNullable<RenalView['egfr']> }) {
  const f = useFormats();
  const state = useTranslations('results.status');
  const isOld = useIsOld()(point.date, freshForDays);
  const isSaid = ['preliminary', 'corrected', 'amended', 'registered', 'partial', 'unknown'].includes(
    point.status,
  );
  return (
    <Aged isOld={isOld}>
      <span title={f.coded(name)}>
        <RecordedValue value={point.shown} level={point.level} />{' '}
        <ClinicalFlag level={point.level} direction={point.direction} />
      </span>{' '}
      {isSaid && `${state(point.status as 'preliminary')} `}
      <When date={point.date} isOld={isOld} />
      <JudgementNote of={point} />
    </Aged>
  );
}

function When({ date, isOld }: { date: string | null; isOld: boolean }) {
  const f = useFormats();
  const c = useTranslations('common');
  return (
    <span className={styles.when}>
      {f.date(date) ?? c('time.unknown')}
      {isOld && date !== null && (
        <>
          {' '}
          (<Ago value={date} />)
        </>
      )}
    </span>
  );
}

function Weight({ patientId }: { patientId: string }) {
  const t = useTranslations('medications.beside');
  const f = useFormats();
  const { data, error } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const clinical = data?.clinical;
  const weight = clinical?.weight ?? null;
  return (
    <Fact name={t('weight')}>
      {weight ? (
        <Aged isOld={weight.isOld}>
          {f.amount(weight.amount)} <When date={weight.date} isOld={weight.isOld} />
        </Aged>
      ) : !clinical ? (
        t(error || data ? 'unread' : 'loading')
      ) : clinical.failed.includes('weight') ? (
        t('unread')
      ) : (
        t('noWeight')
      )}
    </Fact>
  );
}

function Allergies({ patientId }: { patientId: string }) {
  const t = useTranslations('medications.beside');
  const f = useFormats();
  const { data, error } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const clinical = data?.clinical;
  const allergies = clinical?.allergies;
  return (
    <Fact name={t('allergies')}>
      {!allergies ? (
        t(error || data ? 'unread' : 'loading')
      ) : allergies.failed ? (
        t('unread')
      ) : allergies.items.length > 0 ? (
        <ul className={styles.allergies}>
          {allergies.items.map(({ id, substance, reactions }) => (
            <li key={id}>
              <strong>{f.coded(substance)}</strong>
              {reactions.length > 0 && ` (${reactions.map((r) => f.coded(r)).join(', ')})`}
            </li>
          ))}
        </ul>
      ) : (
        t(allergies.state === 'known' ? 'unread' : allergies.state)
      )}
    </Fact>
  );
}
