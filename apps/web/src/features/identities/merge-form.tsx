'use client';
import type { MergeField } from '@keneyapp/bff/features/identities/schema';
import type { ComparedPairView, MergedView } from '@keneyapp/bff/features/identities/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import styles from './identities.module.css';
import { choicesOf, mixesTraits, startOf, type Chosen } from './merge-choices.ts';
import { MergeTable } from './merge-table.tsx';
import { useSideWords } from './use-side-words.ts';

const movedKinds = ['stays', 'appointments', 'documents', 'images', 'others', 'drafts'] as const;

interface Props {
  pair: ComparedPairView;
  onMerged: (view: MergedView) => void;
  reread: () => void;
}

/** Which record is kept, whose value stands field by field, what moves, and the last question. */
export function MergeForm({ pair: latest, onMerged, reread }: Props) {
  const t = useTranslations('identities.merge');
  const trpc = useTRPC();
  const queries = useQueryClient();
  // what comes meanwhile changes nothing under the hands of the person
  const [pair] = useState(latest);
  const [chosen, setChosen] = useState<Chosen>(() => startOf(pair));
  const [asks, setAsks] = useState(false);
  const [hasChecked, setHasChecked] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const words = useSideWords();
  const kept = pair.sides[chosen.kept];
  const other = pair.sides[chosen.kept === 0 ? 1 : 0];
  const mutation = useMutation(
    trpc.identities.merge.mutationOptions({
      onSuccess: (view) => {
        announce(t('done'));
        void queries.invalidateQueries({ queryKey: trpc.identities.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.patients.pathKey() });
        onMerged(view);
      },
      onError: (error) => {
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
      },
    }),
  );
  const submit = () => {
    if (mutation.isPending) return;
    mutation.mutate({
      key,
      kept: kept.patientId,
      other: other.patientId,
      versions: { kept: kept.version, other: other.version },
      choices: choicesOf(pair, chosen),
    });
  };
  const moving = movedKinds.filter((kind) => other.moves[kind] > 0);
  const isHindered = pair.hindrances.length > 0;
  const isBehind = mutation.error !== null && isChangedMeanwhile(mutation.error);
  const choose = (field: MergeField, side: 0 | 1) =>
    setChosen((was) => ({ ...was, fields: { ...was.fields, [field]: side } }));
  return (
    <div className={styles.work}>
      {pair.hindrances.map((one) => (
        <Alert key={one} severity="error">
          {t(`hindrance.${one}`)}
        </Alert>
      ))}
      {pair.warnings.map((one) => (
        <Alert key={one} severity="warning">
          {t(`warning.${one}`)}
        </Alert>
      ))}
      <SectionCard title={t('identity')}>
        <MergeTable
          pair={pair}
          chosen={chosen}
          isLocked={isHindered || mutation.isPending}
          keep={(side) => setChosen(startOf(pair, side))}
          choose={choose}
        />
      </SectionCard>
      {mixesTraits(pair, chosen) && <Alert severity="info">{t('mixed')}</Alert>}
      <SectionCard title={t('moves')}>
        <div className={styles.pair}>
          <p>{t('movesFrom', { from: words.number(other), to: words.number(kept) })}</p>
          {moving.length > 0 ? (
            <ul className={styles.differences}>
              {moving.map((kind) => (
                <li key={kind}>{t(`count.${kind}`, { n: other.moves[kind] })}</li>
              ))}
            </ul>
          ) : (
            <p>{t('movesNothing')}</p>
          )}
          <p className="muted">{t('movesNote')}</p>
        </div>
      </SectionCard>
      {isBehind ? (
        <Alert
          severity="warning"
          role="alert"
          action={
            <Button color="inherit" onClick={reread}>
              {t('reread')}
            </Button>
          }
        >
          {t('changed')}
        </Alert>
      ) : (
        mutation.error && (
          <SaveFailed error={mutation.error} title={t('failed')} isTyped={false} retry={submit} />
        )
      )}
      <div className={styles.actions}>
        <Button
          variant="contained"
          loading={mutation.isPending}
          disabled={isHindered || isBehind}
          onClick={() => {
            setHasChecked(false);
            setAsks(true);
          }}
        >
          {t('merge')}
        </Button>
        {mutation.isPending && <span role="status">{t('working')}</span>}
      </div>
      {asks && (
        <AskDialog
          title={t('ask')}
          about={t('askAbout', { other: words.named(other), kept: words.named(kept) })}
          text={t('askText')}
          safe={t('cancel')}
          onSafe={() => setAsks(false)}
          action={t('merge')}
          isHeld={pair.warnings.length > 0 && !hasChecked}
          onAction={() => {
            setAsks(false);
            submit();
          }}
        >
          {pair.warnings.length > 0 && (
            <>
              <ul>
                {pair.warnings.map((one) => (
                  <li key={one}>{t(`warning.${one}`)}</li>
                ))}
              </ul>
              <FormControlLabel
                label={t('checked')}
                control={<Checkbox checked={hasChecked} onChange={(e) => setHasChecked(e.target.checked)} />}
              />
            </>
          )}
        </AskDialog>
      )}
    </div>
  );
}
