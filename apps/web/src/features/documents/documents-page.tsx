'use client';
import type { DocumentItem } from '@keneyapp/bff/features/documents/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { createSerializer, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import listStyles from '../../components/list.module.css';
import { goTo, useOptimisticParams } from '../../components/same-page-link.tsx';
import { useEscape } from '../../components/use-escape.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { formatOf, readableSize } from '../../components/files/content-url.ts';
import { NativeSelect } from '../../components/native-select.tsx';
import { DocumentView } from './document-view.tsx';
import styles from './documents.module.css';

/** The kind that is listed, the document that is open, which of its files. */
const documentsParams = {
  kind: parseAsString.withDefault(''),
  doc: parseAsString,
  file: parseAsInteger.withDefault(0),
};
const write = createSerializer(documentsParams, { clearOnDefault: false });

/** The documents of a patient as a table, or one of them open beside the others (`?doc=`). */
export function DocumentsPage({ patientId }: { patientId: string }) {
  const t = useTranslations('documents');
  const f = useFormats();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const query = useQuery(useTRPC().documents.list.queryOptions({ patientId }));
  const [{ kind, doc, file }] = useQueryStates(documentsParams);
  const items = useMemo(() => query.data?.items ?? [], [query.data]);
  const kinds = useMemo(
    () =>
      [...new Set(items.map((d) => d.type.text).filter((text): text is string => text !== null))].sort(
        (a, b) => a.localeCompare(b, f.locale),
      ),
    [items, f.locale],
  );
  const rows = useMemo(() => (kind ? items.filter((d) => d.type.text === kind) : items), [items, kind]);
  const open = items.find((d) => d.id === doc);

  const hrefOf = (changes: Parameters<typeof write>[1]) => write(`${pathname}?${params}`, changes);
  const [asked, ask] = useOptimisticParams({ kind }, (next) =>
    goTo(hrefOf({ kind: next.kind || null }), true),
  );
  const titleOf = (d: DocumentItem) => d.title ?? d.type.text ?? t('untitled');

  const columns = useMemo<TableColumn<DocumentItem>[]>(() => {
    const format = (d: DocumentItem) => t(`format.${formatOf(d.contents)}`),
      size = (d: DocumentItem) => {
        const bytes = d.contents.find((c) => c.isAvailable)?.size;
        if (bytes == null) return null;
        const { n, unit } = readableSize(bytes);
        return t('size', { n: f.number(n), unit });
      };
    return [
      {
        id: 'title',
        header: t('column.title'),
        isHeader: true,
        text: (d) => titleOf(d),
        sort: 'text',
        cell: (d) => (
          <>
            <Link href={hrefOf({ doc: d.id })} prefetch={false} scroll={false}>
              {titleOf(d)}
            </Link>
            {d.status === 'superseded' && <span className={listStyles.tag}>{t('superseded')}</span>}
            {d.docStatus === 'preliminary' && (
              <span className={`${listStyles.tag} ${listStyles.warn}`}>{t('preliminary')}</span>
            )}
            {d.docStatus === 'amended' && <span className={listStyles.tag}>{t('amended')}</span>}
            {d.contents.length > 1 && (
              <span className={listStyles.tag}>{t('fileCount', { n: d.contents.length })}</span>
            )}
          </>
        ),
      },
      {
        id: 'type',
        header: t('column.type'),
        width: 230,
        folds: 2,
        text: (d) => f.coded(d.type),
        sort: (d) => d.type.text,
        cell: (d) => f.coded(d.type),
      },
      {
        id: 'date',
        header: t('column.date'),
        kind: 'date',
        width: 104,
        text: (d) => f.date(d.date),
        sort: (d) => d.date,
        cell: (d) => f.date(d.date),
      },
      {
        id: 'author',
        header: t('column.author'),
        width: 220,
        folds: 1,
        text: (d) => d.authors.join(', ') || null,
        sort: (d) => d.authors[0] ?? null,
        cell: (d) => d.authors.join(', ') || null,
      },
      {
        id: 'format',
        header: t('column.format'),
        width: 110,
        folds: 1,
        text: (d) => [format(d), size(d)].filter(Boolean).join(' '),
        sort: format,
        cell: (d) => (
          <>
            {format(d)} <span className={listStyles.code}>{size(d)}</span>
          </>
        ),
      },
    ];
    // eslint-disable-next-line react-hooks/exhaustive-deps -- hrefOf and titleOf follow params and t
  }, [t, f, params]);

  useEscape(open !== undefined, () => goTo(hrefOf({ doc: null, file: null }), true));

  if (open) {
    return (
      <div className={styles.split}>
        <nav className={`${styles.side} no-print`} aria-label={t('list')}>
          <Link
            href={hrefOf({ doc: null, file: null })}
            prefetch={false}
            scroll={false}
            className={styles.back}
          >
            {t('close')}
          </Link>
          <ul>
            {rows.map((d) => (
              <li key={d.id}>
                <Link
                  href={hrefOf({ doc: d.id, file: null })}
                  prefetch={false}
                  scroll={false}
                  replace
                  aria-current={d.id === open.id ? 'true' : undefined}
                >
                  <span>{titleOf(d)}</span>
                  <span className={styles.meta}>
                    {[f.date(d.date), d.authors[0]].filter(Boolean).join(' · ')}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <DocumentView
          key={open.id}
          patientId={patientId}
          document={open}
          title={titleOf(open)}
          file={file}
          hrefOfFile={(index) => hrefOf({ file: index })}
          closeHref={hrefOf({ doc: null, file: null })}
        />
      </div>
    );
  }
  return (
    <ListPage
      title={t('title')}
      query={query}
      isTruncated={query.data?.truncated}
      isEmpty={items.length === 0}
      empty={t('empty')}
    >
      <DataTable
        name="documents"
        label={t('title')}
        rows={rows}
        columns={columns}
        rowKey={(d) => d.id}
        onOpen={(d) => router.push(hrefOf({ doc: d.id }), { scroll: false })}
        tools={
          kinds.length > 1 && (
            <label className={styles.kind}>
              {t('filter.kind')}
              <NativeSelect value={asked.kind} onChoose={(kind) => ask({ kind })}>
                <option value="">{t('filter.all')}</option>
                {kinds.map((k) => (
                  <option key={k} value={k}>
                    {k}
                  </option>
                ))}
              </NativeSelect>
            </label>
          )
        }
      />
    </ListPage>
  );
}
