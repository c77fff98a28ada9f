'use client';
import type { AbbreviationsView } from '@keneyapp/bff/features/terminology/view';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ListPage, useView } from '../../components/list-page.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { decidedOf, rowsOf, undecided, type Decided, type Row } from './abbreviation-list.ts';
import { AbbreviationsTable } from './abbreviations-table.tsx';
import { abbreviationViews } from './search-params.ts';
import { UndoLine } from './undo-line.tsx';
import { DecidedMeanwhile, useDecide } from './use-decide.ts';
import styles from './terminology.module.css';

const AbbreviationDialog = dynamic(
  () => import('./abbreviation-dialog.tsx').then((m) => m.AbbreviationDialog),
  { ssr: false },
);

type View = (typeof abbreviationViews)[number];
const isIn: Record<View, (row: Row) => boolean> = {
  used: ({ origin }) => origin !== 'hidden',
  own: ({ origin }) => origin === 'own' || origin === 'changed',
  hidden: ({ origin }) => origin === 'hidden',
};

/** What was done last to one line, and what it was before. */
interface Done {
  short: string;
  word: 'hidden' | 'restored' | 'removed';
  before: Decided;
}

/** Short forms as the search understands them: those that are shipped, and what the hospital made of them. */
export function AbbreviationsPage() {
  const t = useTranslations('terminology.abbreviations');
  const current = useView(abbreviationViews);
  const mayChange = useSignedInUser().rights['terminology.save-abbreviations'] === true;
  const query = useQuery(useTRPC().terminology.abbreviations.queryOptions());
  const { data } = query;
  const { decide, isPending } = useDecide();
  const [open, setOpen] = useState<{ short: string | null } | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [said, setSaid] = useState('');
  const [failed, setFailed] = useState<{ short: string; error: unknown; again: () => void } | null>(null);
  const all = data ? rowsOf(data) : [];
  const rows = all.filter(isIn[current]);

  const change = async (short: string, next: Decided, before: Decided, after: () => void) => {
    if (isPending) return;
    setFailed(null);
    setSaid('');
    try {
      await decide(short, next, before);
      after();
    } catch (error) {
      setDone(null);
      setFailed({ short, error, again: () => void change(short, next, before, after) });
    }
  };
  const take = (row: Row) => {
    if (!data) return;
    const before = decidedOf(data.hospital, row.short);
    const isShipped = row.origin === 'shipped';
    const word = isShipped ? 'hidden' : row.origin === 'own' ? 'removed' : 'restored';
    void change(row.short, { ...undecided, isHidden: isShipped }, before, () =>
      setDone({ short: row.short, word, before }),
    );
  };
  const undo = () => {
    if (!done) return;
    const { short, word, before } = done;
    void change(short, before, { ...undecided, isHidden: word === 'hidden' }, () => {
      setDone(null);
      setSaid(t('undone', { short }));
    });
  };

  return (
    <>
      <ListPage
        title={t('title')}
        query={query}
        views={abbreviationViews.map((name) => ({
          name,
          word: t(`views.${name}`),
          count: data && all.filter(isIn[name]).length,
        }))}
        viewsLabel={t('views.label')}
        current={current}
        isEmpty={rows.length === 0}
        empty={t(`empty.${current}`)}
        above={
          data && (
            <div className={styles.padded}>
              <div className={styles.actions}>
                {mayChange && (
                  <Button variant="contained" onClick={() => setOpen({ short: null })}>
                    {t('add')}
                  </Button>
                )}
                <ChangedBy view={data} />
              </div>
              {done && (
                <UndoLine
                  text={t(done.word, { short: done.short })}
                  undo={t('undo')}
                  undoLabel={t('undoOf', { short: done.short })}
                  isPending={isPending}
                  onUndo={undo}
                />
              )}
              <p role="status" className={said ? styles.undo : 'visually-hidden'}>
                {said}
              </p>
              {failed &&
                (failed.error instanceof DecidedMeanwhile ? (
                  <Alert severity="warning">{t('meanwhile', { short: failed.short })}</Alert>
                ) : (
                  <SaveFailed
                    title={t('notChanged')}
                    error={failed.error}
                    retry={failed.again}
                    isTyped={false}
                  />
                ))}
            </div>
          )
        }
      >
        <AbbreviationsTable
          rows={rows}
          sources={data?.sources ?? {}}
          label={t(`views.${current}`)}
          mayChange={mayChange}
          onOpen={({ short }) => setOpen({ short })}
          onTake={take}
        />
      </ListPage>
      {data && <Sources sources={data.sources} />}
      {open && data && (
        <AbbreviationDialog
          view={data}
          short={open.short}
          onClose={() => setOpen(null)}
          onSaved={(short) => {
            setOpen(null);
            setDone(null);
            setFailed(null);
            setSaid(t('saved', { short }));
          }}
        />
      )}
    </>
  );
}

function ChangedBy({ view: { changedBy, changedAt } }: { view: AbbreviationsView }) {
  const t = useTranslations('terminology.abbreviations');
  const f = useFormats();
  return (
    <p className="muted">
      {changedBy ? t('changedBy', { name: changedBy, when: f.dateTime(changedAt) ?? '' }) : t('neverChanged')}
    </p>
  );
}

/** Where the shipped ones come from, each by the key that its line names. */
function Sources({ sources }: { sources: Readonly<Record<string, string>> }) {
  const t = useTranslations('terminology.abbreviations');
  return (
    <details className={styles.sources}>
      <summary>{t('sources')}</summary>
      <ul>
        {Object.entries(sources).map(([key, text]) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
    </details>
  );
}
