'use client';
import { ErrorState, LoadingRows } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { ContentError, type Source } from './content-url.ts';
import { PdfPage } from './pdf-page.tsx';
import { PdfTools } from './pdf-tools.tsx';
import { isPasswordProblem, openPdf, type LoadPdf, type PDFDocumentProxy } from './pdf.ts';
import { printPdf } from './pdf-print.ts';
import styles from './pdf.module.css';

type Problem = 'elsewhere' | 'notFound' | 'failed' | 'damaged' | 'password';
const steps = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
/** A point is 1/72 inch, a CSS pixel 1/96. */
const natural = 96 / 72;

/** A PDF in the page: scroll, pages, zoom, text to select, print. Arrow keys, Page up and down, + − 0, Home and End. */
export function PdfViewer({
  source,
  title,
  load,
}: {
  source: Source;
  title: string;
  /** How the bytes are had where they are no file of a document; throws `ContentError`. */
  load?: LoadPdf;
}) {
  const t = useTranslations('documents');
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [size, setSize] = useState({ width: 595, height: 842 });
  const [zoom, setZoom] = useState<number | 'fit'>('fit');
  const [width, setWidth] = useState(0);
  const [current, setCurrent] = useState(1);
  const [isPrinting, setPrinting] = useState(false);
  const scroll = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const abort = new AbortController();
    openPdf(source, abort.signal, load)
      .then(async (opened) => {
        const first = (await opened.getPage(1)).getViewport({ scale: 1 });
        if (!abort.signal.aborted) {
          setSize({ width: first.width, height: first.height });
          setPdf(opened);
        }
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted)
          setProblem(
            error instanceof ContentError ? error.problem : isPasswordProblem(error) ? 'password' : 'damaged',
          );
      });
    return () => abort.abort(); // ends the worker's document too
  }, [source, load]);

  useEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, [pdf]);

  const fit = width > 0 ? Math.min(Math.max(0.3, (width - 32) / size.width), 1.6 * natural) : natural;
  const scale = zoom === 'fit' ? fit : zoom * natural;
  const goTo = useCallback((n: number) => {
    const target = scroll.current?.querySelector<HTMLElement>(`[data-page="${n}"]`);
    if (target && scroll.current) scroll.current.scrollTo({ top: target.offsetTop - 12 });
  }, []);
  const zoomBy = useCallback(
    (direction: 1 | -1) =>
      setZoom((now) => {
        const from = now === 'fit' ? scale / natural : now;
        return (
          (direction > 0 ? steps.find((s) => s > from + 0.01) : steps.findLast((s) => s < from - 0.01)) ??
          from
        );
      }),
    [scale],
  );

  const onScroll = () => {
    const box = scroll.current;
    if (!box) return;
    const middle = box.scrollTop + box.clientHeight / 3;
    let seen = 1;
    for (const page of box.querySelectorAll<HTMLElement>('[data-page]'))
      if (page.offsetTop <= middle) seen = Number(page.dataset['page']);
    setCurrent(seen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !pdf) return;
    const actions: Record<string, () => void> = {
      '+': () => zoomBy(1),
      '=': () => zoomBy(1),
      '-': () => zoomBy(-1),
      '0': () => setZoom('fit'),
      ArrowRight: () => goTo(Math.min(pdf.numPages, current + 1)),
      ArrowLeft: () => goTo(Math.max(1, current - 1)),
      Home: () => goTo(1),
      End: () => goTo(pdf.numPages),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  const print = async () => {
    if (!pdf) return;
    setPrinting(true);
    try {
      await printPdf(pdf, new AbortController().signal);
    } catch {
      setProblem('damaged');
    } finally {
      setPrinting(false);
    }
  };

  if (problem) return <ErrorState isPage title={t(`content.${problem}`)} />;
  return (
    <div className={styles.viewer}>
      <PdfTools
        pages={pdf?.numPages ?? 0}
        current={current}
        percent={Math.round((scale / natural) * 100)}
        isFit={zoom === 'fit'}
        isPrinting={isPrinting}
        goTo={goTo}
        zoomBy={zoomBy}
        fit={() => setZoom('fit')}
        print={() => void print()}
      />
      {!pdf ? (
        <LoadingRows rows={8} widths={[70, 20]} label={t('content.loading')} />
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a document scrolled and turned by keyboard
        <div
          ref={scroll}
          className={styles.scroll}
          role="document"
          aria-label={title}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the same
          tabIndex={0}
          onScroll={onScroll}
          onKeyDown={onKeyDown}
        >
          <div className={styles.pages}>
            {Array.from({ length: pdf.numPages }, (_, i) => (
              <PdfPage key={i} pdf={pdf} number={i + 1} scale={scale} size={size} />
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
