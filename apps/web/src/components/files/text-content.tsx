'use client';
import { ErrorState, LoadingRows } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { ContentError, fetchContent, type ContentProblem, type Source } from './content-url.ts';
import styles from './files.module.css';

const shownLimit = 400_000;

/** Text of a file. Of a page (HTML, XML, SVG) the words alone: it is parsed as data, in which nothing runs or loads. */
export function TextContent({ source, isMarkup }: { source: Source; isMarkup: boolean }) {
  const t = useTranslations('documents');
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<ContentProblem | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    fetchContent(source, abort.signal).then(
      (bytes) =>
        setText(isMarkup ? wordsOf(new TextDecoder().decode(bytes)) : new TextDecoder().decode(bytes)),
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(error instanceof ContentError ? error.problem : 'failed');
      },
    );
    return () => abort.abort();
  }, [source, isMarkup]);
  if (problem) return <ErrorState isPage title={t(`content.${problem}`)} />;
  if (text === null) return <LoadingRows rows={6} widths={[60, 30]} label={t('content.loading')} />;
  return (
    <div className={styles.text}>
      {isMarkup && <p className="muted">{t('content.markup')}</p>}
      {text.length > shownLimit && (
        <p className="muted">{t('content.tooLong', { shown: shownLimit, total: text.length })}</p>
      )}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>{text.slice(0, shownLimit)}</pre>
    </div>
  );
}

function wordsOf(source: string): string {
  const parsed = new DOMParser().parseFromString(source, 'text/html');
  for (const element of parsed.querySelectorAll(
    'script, style, template, noscript, iframe, object, head > *:not(title)',
  ))
    element.remove();
  for (const element of parsed.querySelectorAll(
    'p, div, br, li, tr, h1, h2, h3, h4, h5, h6, section, paragraph, title, item',
  ))
    element.append('\n');
  return (parsed.documentElement.textContent ?? '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
