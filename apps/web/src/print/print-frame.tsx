'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import { chartOfPath } from '../components/export-record.ts';
import { useTRPC } from '../trpc/client.tsx';
import { inLightTheme } from './light.ts';
import { pageStyle, type PrintedFrame } from './page-style.ts';
import { shownOn } from './shown.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { useFrameWords } from './use-frame-words.ts';
import { splitWideTables } from './wide-tables.ts';

/**
 * The frame of every print (ADR 23): written as the print begins, into the margins of each sheet; once above the page where
 * the browser knows no margin boxes.
 */
export function PrintFrame() {
  const trpc = useTRPC();
  const client = useQueryClient();
  useQuery(trpc.session.workplaces.queryOptions(undefined, { staleTime: Infinity }));
  const words = useFrameWords();
  const f = useFormats();
  const [inPage, setInPage] = useState<PrintedFrame | null>(null);
  const frame = useEffectEvent((): PrintedFrame => {
    const patientId = chartOfPath(window.location.pathname)?.patientId;
    const banner = patientId ? client.getQueryData(trpc.patients.banner.queryKey({ patientId })) : undefined;
    return {
      identity: banner ? words.identity(banner.identity) : null,
      content: shownOn(document.getElementById('main') ?? document, ' · ', f.labelled),
      author: words.author('by', new Date()),
    };
  });

  useEffect(() => {
    const undo: (() => void)[] = [];
    const before = (event: Event) => {
      if (event instanceof CustomEvent) return;
      after(); // a print within a print, as a preview that is asked for again
      // lists that draw all of their lines for a print do so now, not in the task after this one
      flushSync(() => window.dispatchEvent(new CustomEvent('beforeprint')));
      const now = frame();
      undo.push(inLightTheme());
      if ('CSSMarginRule' in window) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(pageStyle(now));
        document.adoptedStyleSheets.push(sheet);
        undo.push(() => {
          document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
        });
      } else flushSync(() => setInPage(now));
      undo.push(splitWideTables(document.getElementById('main') ?? document));
    };
    const after = () => {
      for (const each of undo.splice(0)) each();
    };
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
      after();
    };
  }, []);

  return (
    inPage && (
      <div className="print-only" aria-hidden>
        {inPage.identity && <strong>{inPage.identity}</strong>}
        <p>{inPage.content}</p>
        <p>{inPage.author}</p>
      </div>
    )
  );
}
