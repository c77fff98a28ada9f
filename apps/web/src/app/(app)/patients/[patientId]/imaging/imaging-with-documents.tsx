'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useCallback } from 'react';
import { ContentError, type Source } from '../../../../../components/files/content-url.ts';
import { ImagingPage } from '../../../../../features/imaging/imaging-page.tsx';
import type { PdfView } from '../../../../../features/imaging/series-objects.tsx';

function Opening() {
  const t = useTranslations('documents');
  return <LoadingRows rows={6} widths={[60, 30]} label={t('content.loading')} />;
}
// pdf.js is half a megabyte: it comes when a PDF is opened
const PdfViewer = dynamic(
  () => import('../../../../../components/files/pdf-viewer.tsx').then((m) => m.PdfViewer),
  { ssr: false, loading: Opening },
);

/** A PDF that lies among the images, in the viewer of the documents. */
const EncapsulatedPdf: PdfView = ({ url, title, load }) => {
  const content = useCallback(
    async (_source: Source, signal: AbortSignal) => {
      try {
        return await load(url, signal);
      } catch (error) {
        throw signal.aborted ? error : new ContentError('failed');
      }
    },
    [load, url],
  );
  return <PdfViewer source={url} title={title} load={content} />;
};

/** The images of a chart, with what other features lend them. */
export function ImagingWithDocuments({ patientId }: { patientId: string }) {
  return <ImagingPage patientId={patientId} pdfView={EncapsulatedPdf} />;
}
