'use client';
import type { SettingsView } from '@keneyapp/bff/features/administration/view';
import { emergencyRanges } from '@keneyapp/bff/features/administration/schema';
import { ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useIsFetching, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { DraftStatusLine } from '../../components/draft-status.tsx';
import { TypedConflict } from '../../components/typed-conflict.tsx';
import { useTyped } from '../../components/use-typed.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { failureOf } from './failure.ts';
import { SettingField } from './setting-field.tsx';
import styles from './administration.module.css';

type Name = keyof SettingsView['emergency'];
const names: readonly Name[] = ['minutes', 'minimumReasonLength', 'unjustifiedUses', 'withinDays'];
const textsOf = ({ emergency }: SettingsView) =>
  Object.fromEntries(names.map((name) => [name, String(emergency[name])])) as Record<Name, string>;
/** What was typed, on which version. */
interface Typed {
  texts: Record<Name, string>;
  version: number;
}
const isRight = (name: Name, text: string) => {
  const [low, high] = emergencyRanges[name],
    value = Number(text);
  return /^\s*\d{1,4}\s*$/.test(text) && value >= low && value <= high;
};

/** The settings of breaking the glass. What was typed survives somebody else's change: both are shown, and one is chosen. */
export function EmergencyForm({ view }: { view: SettingsView }) {
  const t = useTranslations('administration.settings');
  const failed = useTranslations('administration.failed');
  const c = useTranslations('common');
  const f = useFormats();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  /** Null as long as nothing was typed: then the form shows what is stored, whoever changes it. */
  const [texts, setTexts] = useState<Record<Name, string> | null>(null);
  const [version, setVersion] = useState(view.version);
  /** What was stored when the person began to type; null of a draft that was begun elsewhere. */
  const [before, setBefore] = useState<Record<Name, string> | null>(null);
  const [wrong, setWrong] = useState<readonly Name[]>([]);
  /** How many were wrong at the last attempt to save: said at the top. */
  const [summed, setSummed] = useState(0);
  const { keep, forget, draft } = useTyped<Typed>({ form: 'administration.settings' }, (typed) => {
    setVersion(typed.version);
    setTexts(typed.texts);
  });
  const shown = texts ?? textsOf(view);
  const key = trpc.administration.settings.queryKey();
  const mutation = useMutation(
    trpc.administration.saveSettings.mutationOptions({
      onSuccess: (saved) => {
        cache.setQueryData(key, saved);
        setTexts(null);
        void forget();
        announce(t('saved'));
      },
      onError: (error) => {
        if (failureOf(error).word === 'changed') void cache.invalidateQueries({ queryKey: key });
      },
    }),
  );
  /** Somebody else saved since the person began to type. */
  const isOverdue = texts !== null && version !== view.version;
  const isFetching = useIsFetching({ queryKey: key }) > 0;
  const failure = mutation.error ? failureOf(mutation.error) : null;

  const change = (name: Name, text: string) => {
    const on = texts ? version : view.version;
    const next = { ...shown, [name]: text };
    if (!texts) setBefore(shown);
    setVersion(on);
    setTexts(next);
    keep({ texts: next, version: on });
    setWrong(wrong.filter((one) => one !== name));
  };
  const judge = (name: Name) =>
    setWrong([...wrong.filter((one) => one !== name), ...(isRight(name, shown[name]) ? [] : [name])]);
  const save = (on: number, next = shown) => {
    if (mutation.isPending) return;
    const found = names.filter((name) => !isRight(name, next[name]));
    setWrong(found);
    setSummed(found.length);
    if (found[0]) {
      form.current?.querySelector<HTMLInputElement>(`[name=${found[0]}]`)?.focus();
      return;
    }
    const [minutes, minimumReasonLength, unjustifiedUses, withinDays] = names.map((name) =>
      Number(next[name]),
    ) as [number, number, number, number];
    mutation.mutate({
      emergency: { minutes, minimumReasonLength, unjustifiedUses, withinDays },
      version: on,
    });
  };
  const takeTheirs = () => {
    setTexts(null);
    void forget();
    setWrong([]);
    mutation.reset();
  };
  /** Over what is stored now, which was before the person's eyes. */
  const decide = (next: Record<Name, string>) => {
    setVersion(view.version);
    setBefore(textsOf(view));
    setTexts(next);
    keep({ texts: next, version: view.version });
    save(view.version, next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isOverdue) save(texts ? version : view.version);
  };
  const keys = (event: KeyboardEvent) => {
    // as the button: there is nothing to save before something was typed
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && texts) form.current?.requestSubmit();
  };

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter submits from any of its fields
    <form ref={form} className={styles.form} onSubmit={submit} onKeyDown={keys} noValidate>
      <p>{t('lead')}</p>
      {summed > 1 && (
        <p role="alert" className={styles.problem}>
          {t('problems', { n: summed })}
        </p>
      )}
      <TypedConflict<Typed>
        draft={draft}
        mine={{ texts: shown, version }}
        fields={(typed) =>
          names.map((name) => ({ key: name, label: t(`${name}.label`), text: typed.texts[name] }))
        }
        onMerge={(theirs, chosen) => {
          const next = { ...shown };
          for (const name of names) if (chosen[name] === 'theirs') next[name] = theirs.texts[name];
          setTexts(next);
          keep({ texts: next, version });
        }}
      />
      <div className={styles.fields}>
        {names.map((name) => {
          const [low, high] = emergencyRanges[name];
          return (
            <SettingField
              key={name}
              id={`${id}-${name}`}
              name={name}
              label={t(`${name}.label`)}
              unit={t(`${name}.unit`)}
              hint={t(`${name}.hint`, { low, high })}
              problem={wrong.includes(name) ? t('problem', { low, high }) : null}
              value={shown[name]}
              onChange={(text) => change(name, text)}
              onLeave={() => judge(name)}
            />
          );
        })}
      </div>
      {isOverdue && !mutation.isPending ? (
        <ChangedMeanwhile
          key={view.version}
          title={t('changed')}
          by={{ who: view.changedBy, at: view.changedAt }}
          versions={names.map((name) => ({
            key: name,
            label: t(`${name}.label`),
            before: before ? before[name] : null,
            theirs: String(view.emergency[name]),
            mine: shown[name],
          }))}
          isAnswer={failure?.word === 'changed'}
          isSaving={mutation.isPending}
          words={{ theirs: t('takeTheirs'), mine: t('overwrite') }}
          onTakeTheirs={takeTheirs}
          onTakeMine={() => decide(shown)}
          onTakeChosen={(chosen) => {
            const theirs = textsOf(view);
            const next = { ...shown };
            for (const name of names) if (chosen[name] === 'theirs') next[name] = theirs[name];
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
        <Button type="submit" variant="contained" disabled={!texts || isOverdue} loading={mutation.isPending}>
          {t('save')}
        </Button>
        <p className="muted">
          {view.changedBy
            ? t('changedBy', { name: view.changedBy, when: f.dateTime(view.changedAt) ?? '' })
            : t('neverChanged')}
        </p>
        {texts && <DraftStatusLine draft={draft} className="muted" />}
      </div>
    </form>
  );
}
