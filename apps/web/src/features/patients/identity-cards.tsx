'use client';
import type {
  ContactPerson,
  CoverageRow,
  IdentityFile,
  PostalAddress,
  Reach,
} from '@keneyapp/bff/features/patients/view';
import { KeyValue } from '@keneyapp/ui/key-value';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import lines from '../../components/lines.module.css';
import list from '../../components/list.module.css';
import { WholeLink } from '../../components/whole-link.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './identity-page.module.css';

/** Where somebody lives and how to reach them, who is close to them, who treats them outside and who pays. */
export function IdentityCards({
  file,
  patientId,
  sex,
}: {
  file: IdentityFile;
  patientId: string;
  sex: string;
}) {
  const t = useTranslations('patients.identityPage');
  const f = useFormats();
  const { details, contacts, coverages, failed } = file;
  if (!details) return null;
  // v3 MaritalStatus comes as a letter alone
  const maritalWords = (status: NonNullable<typeof details.maritalStatus>): string => {
    const key = status.codes
      .map(({ code }) => `maritalStatus.${code}` as 'maritalStatus.M')
      .find((one) => t.has(one));
    const isLetter = status.text === null || status.codes.some(({ code }) => code === status.text);
    return isLetter && key ? t(key, { sex }) : f.coded(status);
  };
  const hasReach = details.addresses.length + details.telecoms.length > 0;
  return (
    <>
      <SectionCard title={t('reach')}>
        {hasReach ? (
          <ul className={lines.lines}>
            {details.telecoms.map((one, i) => (
              <li key={i}>
                <ReachLine of={one} />
              </li>
            ))}
            {details.addresses.map((one, i) => (
              <li key={i}>
                <AddressLine of={one} />
              </li>
            ))}
          </ul>
        ) : (
          <EmptyState title={t('none.addresses')} />
        )}
      </SectionCard>
      <SectionCard title={t('close')} count={contacts.length || null}>
        {contacts.length > 0 ? (
          <ul className={lines.lines}>
            {contacts.map((one, i) => (
              <Contact key={i} of={one} patientId={patientId} />
            ))}
          </ul>
        ) : (
          !failed.includes('contacts') && <EmptyState title={t('none.close')} />
        )}
      </SectionCard>
      <SectionCard title={t('insurance')} count={coverages.length || null}>
        {coverages.length > 0 ? (
          <ul className={lines.lines}>
            {coverages.map((one) => (
              <Coverage key={one.id} of={one} patientId={patientId} />
            ))}
          </ul>
        ) : (
          !failed.includes('coverages') && <EmptyState title={t('none.insurance')} />
        )}
      </SectionCard>
      <SectionCard title={t('care')}>
        <div className={styles.body}>
          <KeyValue
            items={[
              ...details.practitioners.map((one) => ({
                key: t('practitioner'),
                value: (
                  <>
                    <b>{one.name}</b>
                    {one.organization && <span className={styles.help}>{one.organization}</span>}
                    {one.telecoms.map((telecom, i) => (
                      <span key={i} className={styles.help}>
                        <ReachLine of={telecom} />
                      </span>
                    ))}
                  </>
                ),
              })),
              { key: t('organization'), value: details.organization },
              {
                key: t('language'),
                value: details.languages
                  .map(({ name, isPreferred }) =>
                    isPreferred ? `${f.coded(name)} (${t('preferred')})` : f.coded(name),
                  )
                  .join(', '),
              },
              { key: t('marital'), value: details.maritalStatus && maritalWords(details.maritalStatus) },
              ...details.links.map(({ id }) => ({
                key: t('record'),
                value: (
                  <Link href={`/patients/${id}`} prefetch={false} className={list.whole}>
                    {t('recordOpen')}
                  </Link>
                ),
              })),
              ...details.extras.map(({ name, value }) => ({ key: name, value })),
            ]}
          />
        </div>
      </SectionCard>
      {failed.length > 0 && (
        <p role="alert">{t('failed', { what: failed.map((part) => t(`failedPart.${part}`)).join(', ') })}</p>
      )}
    </>
  );
}

/** `depuis le 01/02/2020`, `01/02/2020 – 03/04/2021`, and that it is over. */
function useSpan() {
  const t = useTranslations('patients.identityPage');
  const f = useFormats();
  return ({ start, end, isPast }: { start: string | null; end: string | null; isPast: boolean }) =>
    [
      start && !end && t('from', { date: f.date(start) ?? '' }),
      end && (start ? `${f.date(start)} – ${f.date(end)}` : t('until', { date: f.date(end) ?? '' })),
      isPast && t('past'),
    ].filter((part) => part !== false && part !== null);
}

function ReachLine({ of }: { of: Reach }) {
  const t = useTranslations('patients.identityPage');
  const span = useSpan();
  const known = <K extends string>(group: 'system' | 'use', word: K | null) =>
    word === null
      ? null
      : t.has(`${group}.${word}` as 'use.home')
        ? t(`${group}.${word}` as 'use.home')
        : word;
  return (
    <span className={`${lines.main} ${of.isPast ? styles.past : ''}`}>
      <span className={lines.strong}>{of.value}</span>
      <span className={lines.aside}>
        {[known('system', of.system), known('use', of.use), ...span(of)].filter(Boolean).join(' · ')}
      </span>
    </span>
  );
}

function AddressLine({ of }: { of: PostalAddress }) {
  const t = useTranslations('patients.identityPage');
  const span = useSpan();
  return (
    <span className={`${lines.main} ${of.isPast ? styles.past : ''}`}>
      <span className={lines.strong}>{of.lines.join(', ')}</span>
      <span className={lines.aside}>
        {[
          of.use && (t.has(`use.${of.use}` as 'use.home') ? t(`use.${of.use}` as 'use.home') : of.use),
          of.type &&
            (t.has(`type.${of.type}` as 'type.both') ? t(`type.${of.type}` as 'type.both') : of.type),
          ...span(of),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  );
}

function Contact({ of, patientId }: { of: ContactPerson; patientId: string }) {
  const t = useTranslations('patients.identityPage');
  const c = useTranslations('common');
  const f = useFormats();
  const span = useSpan();
  const relationships = of.relationships.map((one) => f.coded(one));
  const isSaid = relationships.some((one) => one.toLocaleLowerCase() === t('trusted').toLocaleLowerCase());
  return (
    <li>
      <span className={`${lines.main} ${of.isPast ? styles.past : ''}`}>
        <span className={lines.strong}>
          {of.name ?? (relationships.join(', ') || c('value.notRecorded'))}
        </span>
        {of.isTrusted && <span className={`${list.tag} ${list.current}`}>{t('trusted')}</span>}
        <span className={`${lines.aside} ${lines.words}`}>
          {[
            ...(of.name === null || (isSaid && of.isTrusted) ? [] : relationships),
            of.organization,
            of.birthDate && f.date(of.birthDate),
            ...span(of),
            ...of.extras.map(({ name, value }) => f.labelled(name, value)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {of.telecoms.map((one, i) => (
          <span key={`t${i}`} className={lines.words}>
            <ReachLine of={one} />
          </span>
        ))}
        {of.addresses.map((one, i) => (
          <span key={`a${i}`} className={lines.words}>
            <AddressLine of={one} />
          </span>
        ))}
      </span>
      {of.relatedPerson && <WholeLink patientId={patientId} type="RelatedPerson" id={of.relatedPerson} />}
    </li>
  );
}

function Coverage({ of, patientId }: { of: CoverageRow; patientId: string }) {
  const t = useTranslations('patients.identityPage');
  const f = useFormats();
  const span = useSpan();
  const status = of.status as 'cancelled';
  return (
    <li>
      <span className={`${lines.main} ${of.isPast ? styles.past : ''}`}>
        <span className={lines.strong}>{of.payors.join(', ') || (of.type && f.coded(of.type))}</span>
        {t.has(`coverage.${status}`) && <span className={list.tag}>{t(`coverage.${status}`)}</span>}
        <span className={`${lines.aside} ${lines.words}`}>
          {[
            of.payors.length > 0 && of.type && f.coded(of.type),
            of.number && `${t('number')} ${of.number}`,
            of.subscriber && f.labelled(t('subscriber'), of.subscriber),
            of.relationship && f.coded(of.relationship),
            ...of.classes.map(({ type, value }) => f.labelled(type && f.coded(type), value)),
            of.identifiers.length > 0 && `${t('contract')} ${of.identifiers.join(', ')}`,
            of.network && `${t('network')} ${of.network}`,
            ...span(of),
            ...of.extras.map(({ name, value }) => f.labelled(name, value)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <WholeLink patientId={patientId} type="Coverage" id={of.id} />
    </li>
  );
}
