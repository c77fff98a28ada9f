'use client';
import type { KindLine } from '@keneyapp/bff/features/appointments/rules-view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { useFormats } from '../../../i18n/use-formats.ts';
import { announce } from '../../../shell/announcer.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import styles from './rules.module.css';

const NumbersDialog = dynamic(() => import('./numbers-dialog.tsx').then((m) => m.NumbersDialog), {
  ssr: false,
});

interface Props {
  kinds: readonly KindLine[];
  mayWrite: boolean;
  onSaved: () => void;
}

const columns = ['minutes', 'before', 'after', 'grid', 'places'] as const;
const day = 24 * 60;

/** How long each kind of visit takes that is given here. */
export function KindsCard({ kinds, mayWrite, onSaved }: Props) {
  const t = useTranslations('rules');
  const f = useFormats();
  const [edited, setEdited] = useState<string | null>(null);
  const kind = kinds.find(({ id }) => id === edited);
  return (
    <SectionCard title={t('kindsTitle')} count={kinds.length}>
      {kinds.length === 0 ? (
        <EmptyState title={t('kindsEmpty')} />
      ) : (
        <ScrollBox label={t('kindsTitle')}>
          <table className={styles.table} aria-label={t('kindsTitle')}>
            <thead>
              <tr>
                <th scope="col">{t('kind.name')}</th>
                {columns.map((column) => (
                  <th key={column} scope="col" className={styles.number}>
                    {t(`kind.${column}`)}
                  </th>
                ))}
                {mayWrite && (
                  <th scope="col">
                    <span className="visually-hidden">{t('column.actions')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {kinds.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{one.name}</th>
                  {columns.map((column) => (
                    <td key={column} className={styles.number} data-label={t(`kind.${column}`)}>
                      {column === 'places' ? f.number(one.places) : f.minutes(one[column])}
                    </td>
                  ))}
                  {mayWrite && (
                    <td>
                      {one.isOwn && (
                        <Button
                          size="small"
                          variant="outlined"
                          aria-label={t('kind.changeOf', { name: one.name })}
                          onClick={() => setEdited(one.id)}
                        >
                          {t('kind.change')}
                        </Button>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {kind && (
        <KindDialog
          key={kind.version}
          kind={kind}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            onSaved();
          }}
          onChanged={onSaved}
        />
      )}
    </SectionCard>
  );
}

function KindDialog({
  kind,
  onClose,
  onSaved,
  onChanged,
}: {
  kind: KindLine;
  onClose: () => void;
  onSaved: () => void;
  onChanged: () => void;
}) {
  const t = useTranslations('rules.kind');
  const r = useTranslations('rules');
  const { id, version, name, ...now } = kind;
  const save = useMutation(
    useTRPC().appointments.saveKind.mutationOptions({
      onSuccess: () => {
        announce(t('saved', { name }));
        onSaved();
      },
      onError: (error) => isChangedMeanwhile(error) && onChanged(),
    }),
  );
  const bounds = {
    minutes: { min: 5, max: day, unit: 'min' },
    before: { min: 0, max: day, unit: 'min', hint: t('bufferHint') },
    after: { min: 0, max: day, unit: 'min', hint: t('bufferHint') },
    grid: { min: 5, max: 240, unit: 'min', hint: t('gridHint') },
    places: { min: 1, max: 100, unit: t('people') },
  };
  return (
    <NumbersDialog
      title={t('title', { name })}
      help={t('help')}
      numbers={columns.map((column) => ({
        name: column,
        label: t(column),
        value: now[column],
        ...bounds[column],
      }))}
      save={r('save')}
      isSaving={save.isPending}
      failed={
        save.error &&
        (isChangedMeanwhile(save.error) ? (
          <Alert severity="warning" role="alert">
            {t('meanwhile')}
          </Alert>
        ) : (
          <SaveFailed error={save.error} title={t('failed')} />
        ))
      }
      onClose={onClose}
      onSave={({ minutes = 0, before = 0, after = 0, grid = 0, places = 0 }) =>
        save.mutate({ kind: { id, minutes, before, after, grid, places }, version })
      }
    />
  );
}
