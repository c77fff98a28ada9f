'use client';
import type { DocumentItem } from '@keneyapp/bff/features/documents/view';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import type { MouseEvent } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { SegmentedLinks } from '../../components/segmented-links.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { downloadAfresh } from '../../session/afresh.ts';
import { contentUrl, downloadUrl } from './content-url.ts';
import styles from './documents.module.css';

function Opening() {
  const t = useTranslations('documents');
  return <LoadingRows rows={6} widths={[60, 30]} label={t('content.loading')} />;
}
// pdf.js is half a megabyte: it comes when a PDF is opened
const PdfViewer = dynamic(() => import('./pdf-viewer.tsx').then((m) => m.PdfViewer), {
  ssr: false,
  loading: Opening,
});
const TextContent = dynamic(() => import('./text-content.tsx').then((m) => m.TextContent), {
  ssr: false,
  loading: Opening,
});

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
  const url = content && contentUrl(patientId, document.id, content.index);
  const note = [
    document.type.text !== title ? f.coded(document.type) : null,
    f.date(document.date),
    document.authors.join(', '),
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
        {content?.isAvailable && (
          <Button
            variant="outlined"
            size="small"
            href={downloadUrl(patientId, document.id, content.index)}
            download
            onClick={(event: MouseEvent<HTMLElement>) => {
              event.preventDefault();
              void downloadAfresh(downloadUrl(patientId, document.id, content.index));
            }}
          >
            {t('download')}
          </Button>
        )}
      </PageHeader>
      {!content || !url || !content.isAvailable ? (
        <EmptyState isPage title={t('content.unavailable')} />
      ) : content.kind === 'pdf' ? (
        <PdfViewer key={url} url={url} title={title} />
      ) : content.kind === 'image' ? (
        <figure className={styles.figure}>
          <img src={url} alt={t('content.imageAlt', { title })} />
        </figure>
      ) : content.kind === 'text' || content.kind === 'markup' ? (
        <TextContent key={url} url={url} isMarkup={content.kind === 'markup'} />
      ) : (
        <EmptyState isPage title={t('content.other')} />
      )}
    </div>
  );
}
