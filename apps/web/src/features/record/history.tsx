'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { createSerializer, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { NativeSelect } from '../../components/native-select.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { diffLines, linesOf } from './diff.ts';
import styles from './record.module.css';
import { versionParams } from './search-params.ts';

const write = createSerializer(versionParams);
/** Unchanged lines shown around a change. */
const context = 3;

/** Versions of a resource, and what changed between two of them (`from` and `to` in the address; the last two by default). */
export function History({ patientId, type, id }: { patientId: string; type: string; id: string }) {
  const t = useTranslations('record.history');
  const c = useTranslations('common');
  const f = useFormats();
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const trpc = useTRPC();
  const query = useQuery(trpc.record.history.queryOptions({ patientId, type, id }));
  const versions = query.data?.versions ?? [];
  const [asked] = useQueryStates(versionParams);
  const known = (name: 'from' | 'to') => versions.find((v) => v.versionId === asked[name])?.versionId;
  const to = known('to') ?? versions[0]?.versionId,
    from =
      known('from') ??
      versions[
        Math.max(
          0,
          versions.findIndex((v) => v.versionId === to),
        ) + 1
      ]?.versionId ??
      versions.at(-1)?.versionId;
  if (!query.data)
    return query.error ? (
      <CallFailed error={query.error} retry={() => void query.refetch()} />
    ) : (
      <LoadingRows label={c('state.loading')} />
    );
  if (versions.length < 2 || !from || !to) return <p className={styles.intro}>{t('one')}</p>;
  const choose = (name: 'from' | 'to', value: string) => {
    router.replace(write(`${pathname}?${params}`, { from, to, [name]: value }), { scroll: false });
  };
  const select = (name: 'from' | 'to', value: string, label: string) => (
    <label className={styles.choice}>
      {label}
      <NativeSelect value={value} onChoose={(version) => choose(name, version)}>
        {versions.map((v, i) => (
          <option key={v.versionId} value={v.versionId}>
            {[t('version', { n: v.versionId }), f.dateTime(v.lastUpdated), i === 0 ? t('current') : null]
              .filter(Boolean)
              .join(' · ')}
          </option>
        ))}
      </NativeSelect>
    </label>
  );
  return (
    <div className={styles.history}>
      <div className={`${styles.choices} no-print`}>
        {select('from', from, t('older'))}
        {select('to', to, t('newer'))}
      </div>
      <Comparison key={`${from} ${to}`} place={{ patientId, type, id }} from={from} to={to} />
    </div>
  );
}

function Comparison({
  place,
  from,
  to,
}: {
  place: { patientId: string; type: string; id: string };
  from: string;
  to: string;
}) {
  const t = useTranslations('record.history');
  const c = useTranslations('common');
  const trpc = useTRPC();
  const older = useQuery(trpc.record.version.queryOptions({ ...place, versionId: from })),
    newer = useQuery(trpc.record.version.queryOptions({ ...place, versionId: to }));
  const parts = useMemo(
    () =>
      older.data && newer.data ? diffLines(linesOf(older.data.resource), linesOf(newer.data.resource)) : null,
    [older.data, newer.data],
  );
  const error = older.error ?? newer.error;
  if (!parts)
    return error ? (
      <CallFailed
        error={error}
        retry={() => {
          void older.refetch();
          void newer.refetch();
        }}
      />
    ) : (
      <LoadingRows label={c('state.loading')} />
    );
  const count = (kind: 'added' | 'removed') =>
    parts.filter((p) => p.kind === kind).reduce((n, p) => n + p.lines.length, 0);
  if (count('added') + count('removed') === 0)
    return (
      <p role="status" className={styles.intro}>
        {t('same')}
      </p>
    );
  return (
    <>
      <h3 className={styles.heading}>{t('compare', { from, to })}</h3>
      <p role="status" className={styles.intro}>
        {t('summary', { added: count('added'), removed: count('removed') })}
      </p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className={styles.diff} tabIndex={0} role="region" aria-label={t('compare', { from, to })}>
        {parts.map((part, i) =>
          part.kind === 'same' ? (
            <Same key={i} lines={part.lines} isFirst={i === 0} isLast={i === parts.length - 1} />
          ) : part.kind === 'added' ? (
            <ins key={i}>
              {part.lines.map((line, j) => (
                <span key={j}>
                  <span className="visually-hidden">{t('added')} </span>
                  <b aria-hidden>+</b>
                  {line}
                </span>
              ))}
            </ins>
          ) : (
            <del key={i}>
              {part.lines.map((line, j) => (
                <span key={j}>
                  <span className="visually-hidden">{t('removed')} </span>
                  <b aria-hidden>−</b>
                  {line}
                </span>
              ))}
            </del>
          ),
        )}
      </div>
    </>
  );
}

function Same({ lines, isFirst, isLast }: { lines: readonly string[]; isFirst: boolean; isLast: boolean }) {
  const t = useTranslations('record.history');
  const head = isFirst ? 0 : context,
    tail = isLast ? 0 : context;
  const show = (list: readonly string[], key: string) =>
    list.map((line, i) => (
      <span key={`${key}${i}`}>
        <b aria-hidden />
        {line}
      </span>
    ));
  if (lines.length <= head + tail + 1) return <div>{show(lines, 's')}</div>;
  return (
    <div>
      {show(lines.slice(0, head), 'h')}
      <span className={styles.skipped}>{t('unchanged', { n: lines.length - head - tail })}</span>
      {show(tail ? lines.slice(-tail) : [], 't')}
    </div>
  );
}
