'use client';
import type { DocumentItem } from '@keneyapp/bff/features/documents/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { MouseEvent } from 'react';
import { WholeLink } from '../../components/whole-link.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SegmentedLinks } from '../../components/segmented-links.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { downloadAfresh } from '../../session/afresh.ts';
import { contentUrl, downloadUrl } from '../../components/files/content-url.ts';
import { FileView } from '../../components/files/file-view.tsx';
import styles from './documents.module.css';

const relations = ['replaces', 'appends', 'transforms', 'signs'] as const;

function relationWords(
  { kind, title, id }: DocumentItem['relations'][number],
  t: ReturnType<typeof useTranslations<'documents'>>,
): string {
  const known = relations.find((relation) => relation === kind) ?? 'other';
  return t(`relation.${known}`, { title: title ?? id ?? '' });
}

interface Props {
  patientId: string;
  document: DocumentItem;
  title: string;
  file: number;
  hrefOfFile: (index: number) => string;
  closeHref: string;
}

/** One document in the page: what it is, then its file shown as its kind allows. Nothing in a file is ever run. */
export function DocumentView({ patientId, document, title, file, hrefOfFile, closeHref }: Props) {
  const t = useTranslations('documents');
  const f = useFormats();
  const content =
    document.contents.find((c) => c.index === file) ??
    document.contents.find((c) => c.isAvailable) ??
    document.contents[0];
  const place = content && ([patientId, document.id, content.index, document.source] as const);
  const url = place && contentUrl(...place);
  const note = [
    document.type.text !== title ? f.coded(document.type) : null,
    f.date(document.date),
    document.authors.join(', '),
    ...document.relations.map((r) => relationWords(r, t)),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className={styles.document}>
      <Link href={closeHref} prefetch={false} scroll={false} className={`${styles.backSmall} no-print`}>
        {t('close')}
      </Link>
      <PageHeader title={title} note={note}>
        {document.contents.length > 1 && (
          <SegmentedLinks
            label={t('files')}
            items={document.contents.map((c) => ({
              href: hrefOfFile(c.index),
              word: c.title ?? t('file', { n: c.index + 1 }),
              isHere: c === content,
            }))}
          />
        )}
        {place && content.isAvailable && (
          <Button
            variant="outlined"
            size="small"
            href={downloadUrl(...place)}
            download
            onClick={(event: MouseEvent<HTMLElement>) => {
              event.preventDefault();
              void downloadAfresh(downloadUrl(...place));
            }}
          >
            {t('download')}
          </Button>
        )}
        <WholeLink
          patientId={patientId}
          type={document.source === 'document' ? 'DocumentReference' : 'Composition'}
          id={document.id}
        />
      </PageHeader>
      <FileView file={content} url={url} title={title} />
    </div>
  );
}
