'use client';
import { fileName, type FilePatient } from '@keneyapp/clinical';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { inLightTheme } from '../print/light.ts';
import { useFrameWords } from '../print/use-frame-words.ts';
import { announce } from '../shell/announcer.tsx';
import { useTRPC } from '../trpc/client.tsx';
import { chartToPng } from './chart-png.ts';
import { saveFile } from './save-file.ts';
import { chartOfPath, mayExport } from './export-record.ts';

type Row = readonly (string | null | undefined)[];

/** Makes a file of something of the chart, once the trail knows of it; else says that there is none. `content` names the file: a page or a list, never a finding. */
export function useExport() {
  const t = useTranslations('common');
  const { locale, givenName } = useFormats();
  const words = useFrameWords();
  const client = useQueryClient();
  const { banner } = useTRPC().patients;
  const identity = () => {
    const patientId = chartOfPath(window.location.pathname)?.patientId;
    return patientId ? client.getQueryData(banner.queryKey({ patientId }))?.identity : undefined;
  };
  const recorded = async (how: 'csv' | 'png', make: () => Promise<Blob>, content: string) => {
    const may = await mayExport(how);
    if (may === 'refused') announce(t('exportRefused'));
    if (may !== 'may') return;
    const who = identity();
    const patient: FilePatient | null = who
      ? {
          birthName: who.birthName ?? who.usedName,
          givenName: givenName(who),
          ipp: who.ipp,
          isConfidential: who.confidential,
        }
      : null;
    saveFile(await make(), fileName({ patient, content }, how));
  };
  return {
    /** Rows below their headings, in the order of the columns. */
    csv: (content: string, rows: readonly Row[]) =>
      void recorded(
        'csv',
        async () => {
          const { byteOrderMark, csvLines } = await import('@keneyapp/clinical/csv');
          return new Blob([byteOrderMark + csvLines(rows, locale)], { type: 'text/csv;charset=utf-8' });
        },
        content,
      ),
    /** A picture of a chart, light, with whose it is, what it shows, by whom and when above it. */
    png: (content: string, svg: SVGSVGElement, { title, lines = [] }: { title: string; lines?: string[] }) =>
      void recorded(
        'png',
        () => {
          const who = identity();
          const restore = inLightTheme();
          try {
            return chartToPng(svg, {
              title,
              lines: [...(who ? [words.identity(who)] : []), ...lines, words.author('takenOut', new Date())],
            });
          } finally {
            restore();
          }
        },
        content,
      ),
  };
}
