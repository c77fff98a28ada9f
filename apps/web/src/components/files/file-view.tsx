'use client';
import type { DocumentContent } from '@keneyapp/bff/features/documents/view';
import { EmptyState, ErrorState, LoadingRows } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { ContentError, fetchSeen, type ContentProblem, type Source } from './content-url.ts';
import styles from './files.module.css';

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
  file: Pick<DocumentContent, 'kind' | 'isAvailable' | 'elsewhere'> | undefined;
  url: string | undefined;
  title: string;
}

/** One file of a document or report in the page, shown as its kind allows. Nothing in a file is ever run. */
export function FileView({ file, url, title }: Props) {
  const t = useTranslations('documents');
  if (file?.elsewhere)
    return <EmptyState isPage title={t('content.elsewhereAt', { place: placeOf(file.elsewhere) })} />;
  if (!file || !url || !file.isAvailable) return <EmptyState isPage title={t('content.unavailable')} />;
  if (file.kind === 'unknown') return <SeenFile key={url} url={url} title={title} />;
  return <KnownFile key={url} kind={file.kind} source={url} imageUrl={url} title={title} />;
}

function KnownFile({
  kind,
  source,
  imageUrl,
  title,
}: {
  kind: Exclude<DocumentContent['kind'], 'unknown'>;
  source: Source;
  imageUrl: string;
  title: string;
}) {
  const t = useTranslations('documents');
  switch (kind) {
    case 'pdf':
      return <PdfViewer source={source} title={title} />;
    case 'image':
      return (
        <figure className={styles.figure}>
          <img src={imageUrl} alt={t('content.imageAlt', { title })} />
        </figure>
      );
    case 'text':
    case 'markup':
      return <TextContent source={source} isMarkup={kind === 'markup'} />;
    case 'other':
      return <EmptyState isPage title={t('content.other')} />;
  }
}

/** A file recorded without a type: fetched once, then shown as what it is. */
function SeenFile({ url, title }: { url: string; title: string }) {
  const t = useTranslations('documents');
  const [seen, setSeen] = useState<(Awaited<ReturnType<typeof fetchSeen>> & { imageUrl: string }) | null>(
    null,
  );
  const [problem, setProblem] = useState<ContentProblem | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    let imageUrl = '';
    fetchSeen(url, abort.signal).then(
      (found) => {
        if (found.kind === 'image')
          imageUrl = URL.createObjectURL(new Blob([found.bytes], { type: found.type }));
        setSeen({ ...found, imageUrl });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(error instanceof ContentError ? error.problem : 'failed');
      },
    );
    return () => {
      abort.abort();
      if (imageUrl) URL.revokeObjectURL(imageUrl);
    };
  }, [url]);
  if (problem) return <ErrorState isPage title={t(`content.${problem}`)} />;
  if (!seen) return <Opening />;
  return <KnownFile kind={seen.kind} source={seen.bytes} imageUrl={seen.imageUrl} title={title} />;
}

/** The server an address names; what is none as it was written. */
function placeOf(address: string): string {
  try {
    return new URL(address).host || address;
  } catch {
    return address;
  }
}
