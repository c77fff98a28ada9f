'use client';
import type { DraftRow } from '@keneyapp/bff/features/drafts/view';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useId, useState } from 'react';
import { Ago } from '../../components/ago.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';

import { useTRPC } from '../../trpc/client.tsx';
import { patientHref } from '../chart-address.ts';
import type { WorkspaceFormManifest } from '../manifest.ts';
import { useForms } from '../manifests.tsx';
import { writeAddress } from './workspace-state.ts';
import styles from './workspace.module.css';

const DiscardDialog = dynamic(() => import('./discard-dialog.tsx').then((m) => m.DiscardDialog), {
  ssr: false,
});

interface Props {
  except?: { patientId: string; form: string };
  /** One of them is opened. */
  onOpen?: () => void;
  /** Something above names them already. */
  isHeadingHidden?: boolean;
}

/** Drafts of this person, each with its patient's name; one click opens chart and form. */
export function WaitingDrafts({ except, onOpen, isHeadingHidden = false }: Props) {
  const t = useTranslations('drafts');
  const formats = useFormats();
  const trpc = useTRPC();
  const client = useQueryClient();
  const id = useId();
  const forms = useForms();
  const [asked, setAsked] = useState<DraftRow | null>(null);
  const { data } = useQuery(trpc.drafts.list.queryOptions());
  const discard = useMutation(
    trpc.drafts.discard.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: trpc.drafts.list.queryKey() }),
    }),
  );
  const rows = (data?.drafts ?? []).filter(
    (d) => d.patientId !== except?.patientId || d.form !== except.form,
  );
  if (rows.length === 0) return null;
  const formName = (form: string) => t(`forms.${forms.find(({ id }) => id === form)?.id ?? 'other'}`);
  return (
    <section className={styles.waiting} aria-labelledby={id}>
      <h3 id={id} className={isHeadingHidden ? 'visually-hidden' : undefined}>
        {t('waiting')}
      </h3>
      <ul>
        {rows.map((row) => {
          const name = row.patientName ?? t('unknownPatient');
          const form = formName(row.form);
          return (
            <li key={`${row.patientId}/${row.form}/${row.base}`}>
              <Link href={hrefOf(row, forms)} prefetch={false} onClick={onOpen}>
                <strong>{name}</strong>
                {row.birthDate && ` · ${formats.date(row.birthDate)}`}
                <small>
                  {form} · <Ago value={row.updatedAt} />
                </small>
              </Link>
              <Button onClick={() => setAsked(row)} aria-label={t('discardOf', { form, name })}>
                {t('discard')}
              </Button>
            </li>
          );
        })}
      </ul>
      {discard.error && <SaveFailed error={discard.error} title={t('notDiscarded')} isTyped={false} />}
      {asked && (
        <DiscardDialog
          name={asked.patientName ?? t('unknownPatient')}
          form={formName(asked.form)}
          onCancel={() => setAsked(null)}
          onConfirm={() => {
            discard.mutate({ patientId: asked.patientId, form: asked.form, base: asked.base });
            setAsked(null);
          }}
        />
      )}
    </section>
  );
}

/** The chart with the form open; the chart alone for a form that is not known any more. */
function hrefOf({ patientId, form, base }: DraftRow, forms: readonly WorkspaceFormManifest[]): string {
  const manifest = forms.find(({ id }) => id === form);
  const chart = patientHref(encodeURIComponent(patientId), manifest?.section);
  if (!manifest) return chart;
  return `${chart}?write=${writeAddress({ form, target: manifest.targetOf?.(base) ?? null })}`;
}
