'use client';
import type { AuditDetail } from '@keneyapp/bff/features/audit/view';
import { KeyValue } from '@keneyapp/ui/key-value';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { ConsentChanges } from '../../components/consent-change.tsx';
import { goTo, SamePageLink } from '../../components/same-page-link.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import IconButton from '@mui/material/IconButton';
import styles from './audit.module.css';
import list from './records.module.css';
import { Asked, Touched } from './record-details.tsx';
import { Flags } from './flags.tsx';
import { auditHref, type AuditParams } from './search-params.ts';
import { useAuditWords } from './words.ts';

/** Everything that was kept of one record, beside the list it was chosen from. */
export function RecordPanel({ seq, pageParams }: { seq: string; pageParams: AuditParams }) {
  const t = useTranslations('audit.panel');
  const c = useTranslations('common');
  const { data, error, refetch } = useQuery(useTRPC().audit.get.queryOptions({ seq }));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [seq]);
  const close = auditHref({ event: null }, pageParams);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc closes the panel from wherever the focus is in it
    <aside
      className={list.panel}
      aria-labelledby="audit-panel"
      onKeyDown={(event) => {
        if (event.key === 'Escape') goTo(close, true);
      }}
    >
      <header className={list.panelHead}>
        <h2 id="audit-panel" ref={heading} tabIndex={-1}>
          {t('title', { seq })}
        </h2>
        <IconButton
          component={SamePageLink}
          href={close}
          replace
          className="no-print"
          aria-label={t('close')}
        >
          <span aria-hidden>×</span>
        </IconButton>
      </header>
      {data ? (
        <Detail data={data} pageParams={pageParams} />
      ) : error ? (
        <CallFailed error={error} retry={() => void refetch()} />
      ) : (
        <LoadingRows rows={8} widths={[30, 50]} label={c('state.loading')} />
      )}
    </aside>
  );
}

function Detail({ data, pageParams }: { data: AuditDetail; pageParams: AuditParams }) {
  const t = useTranslations('audit.panel');
  const column = useTranslations('audit.column');
  const words = useAuditWords();
  const f = useFormats();
  const { patient, patientId, userId } = data;
  return (
    <div className={list.detail}>
      <KeyValue
        items={[
          { key: column('at'), value: f.dateTime(data.at) },
          {
            key: column('person'),
            value: data.userName && (
              <>
                {data.userName} <span className="muted">({words.role(data.role)})</span>
              </>
            ),
          },
          {
            key: column('patient'),
            value: patientId && (
              <>
                {patient?.name ?? patientId}
                {patient?.birthDate && <span className="muted"> {f.date(patient.birthDate)}</span>}
              </>
            ),
          },
          {
            key: column('action'),
            value: [words.kind(data.kind), words.feature(data.feature)].filter(Boolean).join(' – '),
          },
          {
            key: t('outcome'),
            value: [words.outcome(data.outcome), words.reason(data.reason)].filter(Boolean).join(' – '),
          },
          { key: t('purpose'), value: words.purpose(data.purpose) },
          { key: t('basis'), value: words.basis(data.basis) },
          { key: t('grant'), value: data.grantId && <span className={list.code}>{data.grantId}</span> },
          { key: column('flags'), value: data.flags.length > 0 && <Flags flags={data.flags} /> },
          { key: t('operation'), value: words.operation(data.operation) },
          {
            key: t('consentChanges'),
            value: data.consentChanges.length > 0 && <ConsentChanges changes={data.consentChanges} />,
          },
          {
            key: t('resources'),
            value: data.resources.length > 0 && data.listed.length === 0 && (
              <Touched resources={data.resources.filter((r) => !r.startsWith('consent-change/'))} />
            ),
          },
          { key: t('listed'), value: data.listed.length > 0 && data.listed.map((p) => p.name).join(', ') },
          { key: t('query'), value: data.query && <Asked query={data.query} /> },
          { key: t('address'), value: data.remoteAddress },
          { key: t('request'), value: <span className={list.code}>{data.requestId}</span> },
          {
            key: t('integrity'),
            value: (
              <span className={data.isIntact ? styles.good : styles.bad}>
                {data.isIntact ? t('intact') : t('broken')}
              </span>
            ),
          },
          {
            key: '',
            value: data.checkpoint
              ? t('signed', {
                  date: f.dateTime(data.checkpoint.signedAt) ?? '',
                  number: data.checkpoint.number,
                })
              : t('unsigned'),
          },
          { key: t('hash'), value: <span className={list.code}>{data.hash}</span> },
        ]}
      />
      <ul className={`${list.links} no-print`}>
        {patientId && (
          <li>
            <Link href={`/audit/patients/${patientId}`} prefetch={false}>
              {t('patientAccesses')}
            </Link>
          </li>
        )}
        {patientId && data.emergency && (
          <li>
            <SamePageLink href={auditHref({ patient: patientId, emergency: true })}>
              {t('sameGrant')}
            </SamePageLink>
          </li>
        )}
        {userId && pageParams.person !== userId && (
          <li>
            <SamePageLink href={auditHref({ person: userId })}>{t('samePerson')}</SamePageLink>
          </li>
        )}
        <li>
          <SamePageLink href={auditHref({ request: data.requestId })}>{t('sameRequest')}</SamePageLink>
        </li>
      </ul>
      <details className="no-print">
        <summary>{t('technical')}</summary>
        <KeyValue
          items={[
            { key: t('operation'), value: <span className={list.code}>{data.operation}</span> },
            {
              key: t('resources'),
              value: data.resources.length > 0 && (
                <span className={list.code}>{data.resources.join(', ')}</span>
              ),
            },
            { key: t('query'), value: data.query && <span className={list.code}>{data.query}</span> },
          ]}
        />
        <h3>{t('fhir')}</h3>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
        <pre className={list.json} tabIndex={0}>
          {data.event}
        </pre>
      </details>
    </div>
  );
}
