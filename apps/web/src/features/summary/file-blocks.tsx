'use client';
import type { SummaryView } from '@keneyapp/bff/features/summary/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, ErrorState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { Ago } from '../../components/ago.tsx';
import { useDicomWords } from '../../components/use-dicom-words.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { patientHref } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { Block } from './block.tsx';
import { LeadsOn } from '../../components/leads-on.tsx';
import styles from './summary.module.css';

/** What was concluded lately from images, tissue or a function, in the words of its author. */
export function Conclusions({ part, patientId }: { part: SummaryView['conclusions']; patientId: string }) {
  const t = useTranslations('summary');
  const f = useFormats();
  const common = useTranslations('common');
  const { rights } = useSignedInUser();
  if (!part.failed && part.items.length === 0) return null;
  return (
    <SectionCard
      title={
        rights['results.read'] ? (
          <Link href={`${patientHref(patientId, 'results')}?view=reports`} prefetch={false}>
            {t('conclusions')}
          </Link>
        ) : (
          t('conclusions')
        )
      }
    >
      {part.failed ? (
        <ErrorState title={common('error.partial')} />
      ) : (
        <ul className={styles.list}>
          {part.items.map((c) => (
            <li key={c.id}>
              <span className={styles.main}>
                <span className={styles.strong}>
                  <LeadsOn patientId={patientId} section="results" at={`?view=reports&report=${c.id}`}>
                    {f.coded(c.name)}
                  </LeadsOn>
                </span>
                {c.status !== 'final' && (
                  <span className={styles.aside}>
                    {t.has(`report.${c.status}` as 'report.preliminary')
                      ? t(`report.${c.status}` as 'report.preliminary')
                      : c.status}
                  </span>
                )}
                <span className={styles.conclusion}>
                  {[c.text, ...c.codes.map((code) => f.coded(code))].filter(Boolean).join(' · ')}
                </span>
              </span>
              <span className={styles.when}>
                <Ago value={c.date} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}

interface FileProps<Part> {
  part: Part;
  patientId: string;
  /** Conclusions of reports stand on the same page: that there is no file contradicts none of them. */
  isBesideConclusions: boolean;
}

export function Imaging({ part, patientId, isBesideConclusions }: FileProps<SummaryView['imaging']>) {
  const t = useTranslations('summary');
  const dicom = useDicomWords();
  const f = useFormats();
  return (
    <Block
      section="imaging"
      patientId={patientId}
      part={part}
      empty={isBesideConclusions ? <EmptyState title={t('emptyBeside.imaging')} /> : undefined}
    >
      {(items) => (
        <ul className={styles.list}>
          {items.map((i) => (
            <li key={i.id}>
              <span className={styles.main}>
                {i.modalities.length > 0 && (
                  <span className={styles.modality}>{i.modalities.map(dicom.modality).join(' ')}</span>
                )}
                <span className={styles.strong}>
                  <LeadsOn
                    patientId={patientId}
                    section="imaging"
                    at={i.studyUid ? `?study=${i.studyUid}` : ''}
                  >
                    {i.description ??
                      (i.bodySites.map((b) => dicom.bodyPart(f.coded(b))).join(', ') || t('study'))}
                  </LeadsOn>
                </span>
                {i.instances !== null && (
                  <span className={styles.aside}>{t('images', { n: i.instances })}</span>
                )}
              </span>
              <span className={styles.when}>{f.date(i.date)}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

export function Documents({ part, patientId, isBesideConclusions }: FileProps<SummaryView['documents']>) {
  const t = useTranslations('summary');
  const f = useFormats();
  return (
    <Block
      section="documents"
      patientId={patientId}
      part={part}
      empty={isBesideConclusions ? <EmptyState title={t('emptyBeside.documents')} /> : undefined}
    >
      {(items) => (
        <ul className={styles.list}>
          {items.map((d) => (
            <li key={d.id}>
              <span className={styles.main}>
                <span className={styles.strong}>
                  <LeadsOn patientId={patientId} section="documents" at={`?doc=${d.id}`}>
                    {d.title ?? f.coded(d.type)}
                  </LeadsOn>
                </span>
                <span className={styles.aside}>
                  {[
                    d.title && d.type.text !== d.title ? d.type.text : null,
                    d.author,
                    d.status === 'superseded' && t('superseded'),
                    d.docStatus && d.docStatus !== 'final' && t(d.docStatus),
                    d.files > 1 && t('files', { n: d.files }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <span className={styles.when}>{f.date(d.date)}</span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
