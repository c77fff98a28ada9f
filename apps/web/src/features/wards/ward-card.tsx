'use client';
import type { WardRow, WardView } from '@keneyapp/bff/features/wards/view';
import { EmptyState } from '@keneyapp/ui/states';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { CardTable } from '../../components/card-table.tsx';
import { NativeSelect } from '../../components/native-select.tsx';
import { StartCard } from '../../components/start-card.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { chartHome } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';
import { useTableSettings } from '../../components/use-table-settings.ts';
import { riskColumn, useWardColumns } from './ward-columns.tsx';
import styles from './ward.module.css';

const againMs = 60_000;
const tableName = 'ward';

/** Who is in the house and this person's, bed by bed or the worst first; the whole row leads into the chart. */
export function WardCard() {
  const t = useTranslations('wards');
  const trpc = useTRPC();
  const me = useSignedInUser();
  const query = useQuery(trpc.wards.list.queryOptions(undefined, whileInSight(againMs)));
  const { data } = query;
  return (
    <StartCard
      name="ward"
      title={t('title', { role: me.role })}
      query={query}
      countOf={({ rows }) => rows.length}
      above={(view) => (
        <Notes view={view} isStale={query.error !== null} retry={() => void query.refetch()} />
      )}
      tools={data && data.units.length > 1 && <UnitChoice view={data} />}
      {...(data?.units.length === 0 ? { empty: <EmptyState title={t('noUnit')} /> } : {})}
    >
      {(view) => <Beds rows={view.rows} title={t('title', { role: me.role })} />}
    </StartCard>
  );
}

function Beds({ rows, title }: { rows: readonly WardRow[]; title: string }) {
  const me = useSignedInUser();
  const router = useRouter();
  return (
    <CardTable
      name={tableName}
      label={title}
      rows={rows}
      columns={useWardColumns(rows)}
      rowKey={(row) => row.key}
      tools={<Order />}
      onOpen={({ patient }) => {
        if (patient) router.push(chartHome(patient.id, me));
      }}
    />
  );
}

/** By bed or worst first; it is the order of the table, and kept with it. Neither where a column was chosen instead. */
function Order() {
  const t = useTranslations('wards.order');
  const { settings, onSettings } = useTableSettings(tableName);
  const chosen = settings.sort?.column ?? 'bed';
  return (
    <span role="group" aria-label={t('label')} className={styles.order}>
      {(['bed', riskColumn] as const).map((by) => (
        <button
          key={by}
          type="button"
          aria-pressed={chosen === by}
          onClick={() =>
            onSettings({ ...settings, sort: by === 'bed' ? null : { column: by, direction: 'ascending' } })
          }
        >
          {t(by)}
        </button>
      ))}
    </span>
  );
}

/** When it was read, how many are late, and what of it is missing. */
function Notes({ view, isStale, retry }: { view: WardView; isStale: boolean; retry: () => void }) {
  const t = useTranslations('wards');
  const f = useFormats();
  const late = view.rows.filter(({ score }) => score !== null && 'isLate' in score && score.isLate).length;
  // that none is late is said when all of them are known
  const unread = view.rows.filter(
    ({ patient, score }) => patient !== null && !patient.deceased && score === null,
  ).length;
  const isKnown = unread === 0 && !view.isTruncated;
  const time = f.time(view.readAt) ?? '';
  return (
    <div className={styles.notes}>
      <p role="status">
        {(late > 0 || isKnown) && view.rows.length > 0 && (
          <>
            <span className={late > 0 ? styles.lateCount : undefined}>{t('late', { n: late })}</span>
            {' · '}
          </>
        )}
        {unread > 0 && `${t('unread', { n: unread })} · `}
        {t('read', { time })}
      </p>
      {isStale && (
        <p role="alert" className={styles.warning}>
          {t('stale', { time })}{' '}
          <button type="button" onClick={retry}>
            {t('again')}
          </button>
        </p>
      )}
      {view.failed.length > 0 && (
        <p role="alert" className={styles.warning}>
          {t('failed', { what: view.failed.map((part) => t(`failedParts.${part}`)).join(', ') })}
        </p>
      )}
      {view.isTruncated && (
        <p role="status" className={styles.warning}>
          {t(view.unit === null ? 'truncated' : 'truncatedUnit')}
        </p>
      )}
    </div>
  );
}

/** Which unit is shown from now on, wherever this person signs in. */
function UnitChoice({ view }: { view: WardView }) {
  const t = useTranslations('wards');
  const trpc = useTRPC();
  const client = useQueryClient();
  const choose = useMutation(
    trpc.wards.choose.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: trpc.wards.list.queryKey() }),
    }),
  );
  const shown = choose.isPending ? choose.variables.unit : view.unit;
  return (
    <>
      {choose.isError && (
        <span role="alert" className={styles.warning}>
          {t('chooseFailed')}
        </span>
      )}
      <label className={styles.choice}>
        {t('unit')}
        <NativeSelect
          value={shown ?? ''}
          aria-busy={choose.isPending}
          onChoose={(unit) => choose.mutate({ unit: unit || null })}
        >
          <option value="">{t('all')}</option>
          {view.units.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </label>
    </>
  );
}
