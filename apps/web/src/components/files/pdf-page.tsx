'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { drawPage, TextLayer, type PDFDocumentProxy, type PDFPageProxy } from './pdf.ts';
import styles from './pdf.module.css';

interface Props {
  pdf: PDFDocumentProxy;
  number: number;
  scale: number;
  size: { width: number; height: number };
}

/** One page: drawn when it comes near the view, with its text above the drawing, to select and to be read aloud. */
export function PdfPage({ pdf, number, scale, size }: Props) {
  const t = useTranslations('documents.pdf');
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  const [isNear, setNear] = useState(number <= 2);

  useEffect(() => {
    const target = box.current;
    if (!target) return;
    const observer = new IntersectionObserver((entries) => setNear(entries.some((e) => e.isIntersecting)), {
      root: target.parentElement?.parentElement ?? null,
      rootMargin: '120% 0%',
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!isNear || page) return;
    let isHere = true;
    void pdf.getPage(number).then(
      (p) => {
        if (isHere) setPage(p);
      },
      () => undefined,
    ); // a damaged page stays white, the others are shown
    return () => {
      isHere = false;
    };
  }, [isNear, page, pdf, number]);

  useEffect(() => {
    const [target, layer] = [canvas.current, text.current];
    if (!isNear || !page || !target || !layer) return;
    const abort = new AbortController();
    drawPage(page, target, scale, abort.signal).catch(() => undefined); // cancelled by zooming or scrolling on
    layer.replaceChildren();
    const words = new TextLayer({
      textContentSource: page.streamTextContent(),
      container: layer,
      viewport: page.getViewport({ scale }),
    } as ConstructorParameters<typeof TextLayer>[0]);
    void words.render().catch(() => undefined);
    return () => {
      abort.abort();
      words.cancel();
    };
  }, [isNear, page, scale]);

  const own = page ? page.getViewport({ scale: 1 }) : size;
  return (
    <div
      ref={box}
      className={styles.page}
      role="region"
      aria-label={t('pageLabel', { n: number, total: pdf.numPages })}
      data-page={number}
      style={{
        width: own.width * scale,
        height: own.height * scale,
        ['--total-scale-factor' as string]: scale,
        ['--scale-round-x' as string]: '1px',
        ['--scale-round-y' as string]: '1px',
      }}
    >
      <canvas ref={canvas} aria-hidden />
      <div ref={text} className={styles.textLayer} />
    </div>
  );
}
