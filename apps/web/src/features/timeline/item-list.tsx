'use client';
import type { TimelineItem } from '@keneyapp/bff/features/timeline/view';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { ItemLine } from './item-line.tsx';
import { rowsOf } from './search-params.ts';
import styles from './timeline.module.css';

/** Thousands of lines of different heights: only those in sight are in the page. Arrows, Page, Home and End move over all of them. */
export function ItemList({ items, patientId }: { items: readonly TimelineItem[]; patientId: string }) {
  const t = useTranslations('timeline');
  const c = useTranslations('common');
  const f = useFormats();
  const rows = useMemo(() => rowsOf(items), [items]);
  const list = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  const [isPrinting, setPrinting] = useState(false);
  useLayoutEffect(() => {
    const read = () => setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    const [before, after] = [() => setPrinting(true), () => setPrinting(false)];
    read();
    window.addEventListener('resize', read);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('resize', read);
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, [items]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 40,
    overscan: 14,
    scrollMargin: top,
    scrollPaddingStart: 150,
    initialRect: { width: 1000, height: 900 },
    getItemKey: (i) => rows[i]?.key ?? i,
  });
  const month = useMemo(
    () =>
      new Intl.DateTimeFormat(f.locale === 'fr' ? 'fr-FR' : 'en-GB', {
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }),
    [f.locale],
  );
  const monthWords = (text: string) =>
    text === ''
      ? c('time.unknown')
      : text.length === 4
        ? text
        : month.format(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, 1));

  const wanted = useRef<number | null>(null); // where the keys have got to; the focus follows once the row is drawn
  const focusRow = (index: number) => {
    wanted.current = index;
    virtual.scrollToIndex(index, { align: 'auto' });
    let tries = 0;
    const focus = () => {
      // the row may have to be drawn first
      const link = list.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
      if (wanted.current !== index) return;
      if (link) {
        link.focus({ preventScroll: true });
        wanted.current = null;
      } else if ((tries += 1) < 20) requestAnimationFrame(focus);
    };
    requestAnimationFrame(focus);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at =
      wanted.current ??
      Number((event.target as HTMLElement).closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN);
    if (Number.isNaN(at) || event.altKey || event.ctrlKey || event.metaKey) return;
    const isItem = (i: number) => rows[i]?.type === 'item';
    const step = (by: number) => {
      let i = at;
      for (let n = 0; n < Math.abs(by); n += 1) {
        let j = i + Math.sign(by);
        while (rows[j] && !isItem(j)) j += Math.sign(by);
        if (!rows[j]) break;
        i = j;
      }
      return i;
    };
    const next = (
      {
        ArrowDown: () => step(1),
        ArrowUp: () => step(-1),
        PageDown: () => step(12),
        PageUp: () => step(-12),
        Home: () => rows.findIndex((r) => r.type === 'item'),
        End: () => rows.length - 1,
      } as Partial<Record<string, () => number>>
    )[event.key]?.();
    if (next === undefined) return;
    event.preventDefault();
    focusRow(next);
  };

  // in the flow, behind one offset: before they are measured (server, first paint) lines may stand too high, never one over another
  const drawn = isPrinting ? rows.map((_, index) => ({ index, start: top })) : virtual.getVirtualItems();
  const offset = (drawn[0]?.start ?? top) - virtual.options.scrollMargin;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the links inside hold the focus; their keys bubble here
    <ol
      ref={list}
      className={styles.list}
      aria-label={t('listLabel', { n: items.length })}
      onKeyDown={onKeyDown}
      style={isPrinting ? undefined : { minHeight: virtual.getTotalSize(), paddingTop: Math.max(0, offset) }}
    >
      {drawn.map(({ index }) => {
        const row = rows[index];
        if (!row) return null;
        return (
          <li
            key={row.key}
            ref={virtual.measureElement}
            data-index={index}
            className={row.type === 'month' ? styles.month : styles.item}
          >
            {row.type === 'month' ? (
              <h2>{monthWords(row.month)}</h2>
            ) : (
              <ItemLine item={row.item} patientId={patientId} />
            )}
          </li>
        );
      })}
    </ol>
  );
}
