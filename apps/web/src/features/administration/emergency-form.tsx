'use client';
import type { SettingsView } from '@keneyapp/bff/features/administration/view';
import { emergencyRanges } from '@keneyapp/bff/features/administration/schema';
import { ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useIsFetching, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useLayoutEffect, useState } from 'react';
import { z } from 'zod';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { DraftStatusLine } from '../../components/draft-status.tsx';
import { ErrorSummary } from '../../components/form/error-summary.tsx';
import { NumberField } from '../../components/form/number-field.tsx';
import { OwnFormConflict } from '../../components/form/own-form-conflict.tsx';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { FormLocked } from '../../components/form/use-field.ts';
import { useOwnForm } from '../../components/form/use-own-form.ts';
import { SubmitForm } from '../../components/submit-form.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { failureOf } from './failure.ts';
import styles from './administration.module.css';

const names = ['minutes', 'minimumReasonLength', 'unjustifiedUses', 'withinDays'] as const;
type Name = (typeof names)[number];
/** What was typed, and the version of the settings that it was typed on. */
type Typed = Record<Name | 'version', string>;

const typedOf = ({ emergency, version }: SettingsView) =>
  ({
    ...Object.fromEntries(names.map((name) => [name, String(emergency[name])])),
    version: String(version),
  }) as Typed;
const isRight = (name: Name, text: string) => {
  const [low, high] = emergencyRanges[name],
    value = Number(text);
  return /^\s*\d{1,4}\s*$/.test(text) && value >= low && value <= high;
};
const setting = (name: Name) => z.string().refine((text) => isRight(name, text), 'range');
const schema = z.object({
  minutes: setting('minutes'),
  minimumReasonLength: setting('minimumReasonLength'),
  unjustifiedUses: setting('unjustifiedUses'),
  withinDays: setting('withinDays'),
  version: z.string(),
});
/** The texts stood apart from their version once. */
const fromOlder = (kept: unknown): unknown => {
  const { texts, version } = Object(kept) as { texts?: object; version?: number };
  return texts ? { ...texts, version: String(version) } : kept;
};

/** The settings of breaking the glass. What was typed survives somebody else's change: both are shown, and one is chosen. */
export function EmergencyForm({ view }: { view: SettingsView }) {
  const t = useTranslations('administration.settings');
  const failed = useTranslations('administration.failed');
  const c = useTranslations('common');
  const f = useFormats();
  const trpc = useTRPC();
  const cache = useQueryClient();
  /** What the person began from, and whether the fields are still to show it. */
  const [{ before, isToShow }, setBegun] = useState({ before: view, isToShow: false });
  const labelOf = (name: Name) => t(`${name}.label`);
  const rangeOf = (name: Name) => {
    const [low, high] = emergencyRanges[name];
    return { low, high };
  };
  const nameOf = (name: string) => names.find((one) => one === name) ?? 'minutes';
  const own = useOwnForm<Typed>({
    form: 'administration.settings',
    initial: typedOf(view),
    schema,
    unseen: ['version'],
    onlyOnSaving: [],
    fromOlder,
    words: { label: (name) => labelOf(nameOf(name)), problem: (name) => t('problem', rangeOf(nameOf(name))) },
  });
  const { form, draft } = own;
  const typed = useFormValues(form);
  const began = typedOf(before);
  const isTyped = typed.version !== began.version || names.some((name) => typed[name] !== began[name]);
  /** Somebody else saved since the person began to type. */
  const isOverdue = isTyped && typed.version !== String(view.version);
  const show = (next: SettingsView) => setBegun({ before: next, isToShow: true });
  // nothing was typed: the form shows what is stored, whoever changes it
  if (!isTyped && before.version !== view.version) show(view);
  const { restore } = form;
  useLayoutEffect(() => {
    if (isToShow) restore(typedOf(before));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for what is to be shown; `restore` does the same each time
  }, [before, isToShow]);

  const key = trpc.administration.settings.queryKey();
  const mutation = useMutation(
    trpc.administration.saveSettings.mutationOptions({
      onSuccess: (saved) => {
        cache.setQueryData(key, saved);
        show(saved);
        void own.forget();
        announce(t('saved'));
      },
      onError: (error) => {
        if (failureOf(error).word === 'changed') void cache.invalidateQueries({ queryKey: key });
      },
    }),
  );
  const isFetching = useIsFetching({ queryKey: key }) > 0;
  const failure = mutation.error ? failureOf(mutation.error) : null;
  const save = (values: Typed) =>
    mutation.mutate({
      emergency: {
        minutes: Number(values.minutes),
        minimumReasonLength: Number(values.minimumReasonLength),
        unjustifiedUses: Number(values.unjustifiedUses),
        withinDays: Number(values.withinDays),
      },
      version: Number(values.version),
    });
  const takeTheirs = () => {
    show(view);
    void own.forget();
    mutation.reset();
  };
  /** Over what is stored now, which was before the person's eyes. */
  const decide = (next: Typed) => {
    setBegun({ before: view, isToShow: false });
    form.fill({ ...next, version: String(view.version) });
    form.submit(save);
  };

  return (
    <SubmitForm
      className={styles.form}
      onSubmit={() => {
        // as the button: there is nothing to save before something was typed
        if (isTyped && !isOverdue && !mutation.isPending) form.submit(save);
      }}
    >
      <p>{t('lead')}</p>
      <ErrorSummary form={form} />
      <OwnFormConflict {...own} />
      <FormLocked value={mutation.isPending}>
        <div className={styles.fields}>
          {names.map((name) => (
            <NumberField
              key={name}
              form={form}
              name={name}
              unit={t(`${name}.unit`)}
              hasDecimals={false}
              hints={[t(`${name}.hint`, rangeOf(name))]}
            />
          ))}
        </div>
      </FormLocked>
      {isOverdue && !mutation.isPending ? (
        <ChangedMeanwhile
          key={view.version}
          title={t('changed')}
          by={{ who: view.changedBy, at: view.changedAt }}
          versions={names.map((name) => ({
            key: name,
            label: labelOf(name),
            // of a draft that was begun elsewhere nobody knows
            before: typed.version === began.version ? began[name] : null,
            theirs: String(view.emergency[name]),
            mine: typed[name],
          }))}
          isAnswer={failure?.word === 'changed'}
          isSaving={mutation.isPending}
          words={{ theirs: t('takeTheirs'), mine: t('overwrite') }}
          onTakeTheirs={takeTheirs}
          onTakeMine={() => decide(typed)}
          onTakeChosen={(chosen) => {
            const theirs = typedOf(view);
            const picked = names.filter((name) => chosen[name] === 'theirs');
            const next = { ...typed, ...Object.fromEntries(picked.map((name) => [name, theirs[name]])) };
            if (names.every((name) => next[name] === theirs[name])) takeTheirs();
            else decide(next);
          }}
        />
      ) : (
        failure &&
        !(failure.word === 'changed' && isFetching) && (
          <ErrorState
            title={failed('title')}
            requestId={failure.requestId && c('error.requestId', { id: failure.requestId })}
          >
            <p>{failed(failure.word)}</p>
          </ErrorState>
        )
      )}
      <div className={styles.line}>
        <Button
          type="submit"
          variant="contained"
          disabled={!isTyped || isOverdue}
          loading={mutation.isPending}
          aria-keyshortcuts="Control+Enter"
        >
          {t('save')}
        </Button>
        <p className="muted">
          {view.changedBy
            ? t('changedBy', { name: view.changedBy, when: f.dateTime(view.changedAt) ?? '' })
            : t('neverChanged')}
        </p>
        {isTyped && <DraftStatusLine draft={draft} className="muted" />}
      </div>
    </SubmitForm>
  );
}
