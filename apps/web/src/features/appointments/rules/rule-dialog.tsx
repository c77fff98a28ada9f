'use client';
import type { AgendaRule, KindLine, StoredRule } from '@keneyapp/bff/features/appointments/rules-view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormState } from 'react-hook-form';
import { CallFailed } from '../../../components/call-failed.tsx';
import { ChangedMeanwhile } from '../../../components/changed-meanwhile.tsx';
import { ErrorSummary } from '../../../components/form/error-summary.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { useChartForm, useFormValues } from '../../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { announce } from '../../../shell/announcer.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import { Outside } from './outside.tsx';
import { RuleFields } from './rule-fields.tsx';
import {
  emptyRule,
  ruleIssue,
  ruleOf,
  ruleSchema,
  valuesOf,
  type RuleType,
  type RuleValues,
} from './rule-values.ts';
import { isNotSeen, seenIn, usePreview } from './use-preview.ts';
import { useRuleWords } from './use-rule-words.ts';

export interface EditedRule {
  type: RuleType;
  /** The one that is changed, or put back; null: a new one. */
  stored: AgendaRule | null;
  /** Null: it is not there. */
  version: number | null;
}

interface Props {
  resource: string;
  edited: EditedRule;
  /** Kinds of visit that are given here. */
  kinds: readonly KindLine[];
  kindName: (id: string) => string;
  onClose: () => void;
  onSaved: () => void;
}

const reasons = ['date', 'time', 'weekdays', 'kinds', 'order', 'dayOrder', 'number'] as const;

/** A rule of an agenda. What it does to what is booked is looked at first; saving comes after. */
export function RuleDialog({ resource, edited, kinds, kindName, onClose, onSaved }: Props) {
  const t = useTranslations('rules');
  const c = useTranslations('common.form');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useRuleWords(kindName);
  const { type, stored } = edited;
  const [id] = useState(() => stored?.id ?? crypto.randomUUID());
  const [version, setVersion] = useState(edited.version);
  const [theirs, setTheirs] = useState<StoredRule | 'gone' | null>(null);
  const [initial] = useState<RuleValues>(() => (stored ? valuesOf(stored) : emptyRule(type)));
  const form = useChartForm<RuleValues>({
    initial,
    schema: ruleSchema,
    onlyOnSaving: 'all',
    ofServer: ruleIssue,
    words: {
      label: (name) => t(`field.${fieldWord(type, name as keyof RuleValues)}`),
      problem: (_, reason) =>
        reason === 'noSuchDate'
          ? c('noSuchDate')
          : t(`problem.${reasons.find((one) => one === reason) ?? 'refused'}`),
    },
  });
  const values = useFormValues(form);
  const { isDirty } = useFormState({ control: form.control });
  const preview = usePreview();
  const rule = ruleOf(values, { id, resource });
  const change = { resource, put: rule, remove: null };
  const seen = rule ? preview.of(change) : null;

  const save = useMutation(
    trpc.appointments.saveRule.mutationOptions({
      onSuccess: (_, sent) => {
        announce(t('saved', { rule: words.whole(sent.rule as AgendaRule) }));
        onSaved();
      },
      onError: async (error, sent) => {
        if (isNotSeen(error)) preview.ask({ ...change, put: sent.rule as AgendaRule, isNew: true });
        else if (isChangedMeanwhile(error)) {
          const { rules } = await queries.fetchQuery({
            ...trpc.appointments.rulesOf.queryOptions({ resource }),
            staleTime: 0,
          });
          setTheirs(rules.find(({ value }) => value.id === id) ?? 'gone');
        } else form.refuse(error);
      },
    }),
  );
  const submit = () =>
    form.submit((typed) => {
      const put = ruleOf(typed, { id, resource });
      if (!put) return;
      const looked = preview.of({ resource, put, remove: null });
      if (looked) save.mutate({ rule: put, version, seen: seenIn(looked.view) });
      else preview.ask({ resource, put, remove: null });
    });
  const isUnknown = save.error && !isNotSeen(save.error) && !isChangedMeanwhile(save.error);
  return (
    <FormDialog
      title={t(`${stored ? 'change' : 'new'}.${type}`)}
      onSubmit={submit}
      onClose={onClose}
      isUnsaved={isDirty}
      save={t(seen ? 'save' : 'preview')}
      isSaving={save.isPending || preview.isAsking}
      isHeld={theirs !== null}
      above={
        <>
          <ErrorSummary form={form} />
          {theirs !== null && rule && (
            <ChangedMeanwhile
              isAnswer
              text={t('meanwhile.text')}
              versions={[
                {
                  key: 'rule',
                  label: t('meanwhile.rule'),
                  theirs: theirs === 'gone' ? t('meanwhile.gone') : words.whole(theirs.value),
                  mine: words.whole(rule),
                  isTheirsGone: theirs === 'gone',
                },
              ]}
              onTakeTheirs={onSaved}
              onTakeMine={() => {
                const now = theirs === 'gone' ? null : theirs.version;
                setVersion(now);
                setTheirs(null);
                if (seen) save.mutate({ rule, version: now, seen: seenIn(seen.view) });
              }}
            />
          )}
          {isUnknown && <SaveFailed error={save.error} title={t('failed')} retry={submit} />}
          {preview.error && <CallFailed error={preview.error} retry={submit} />}
        </>
      }
      below={
        preview.isAsking ? (
          <p role="status">{t('previewing')}</p>
        ) : (
          seen && rule && <Outside preview={seen.view} rule={rule} isNew={seen.isNew} />
        )
      }
    >
      <RuleFields form={form} kinds={kinds} />
    </FormDialog>
  );
}

/** The same field is called otherwise by each type. */
function fieldWord(type: RuleType, name: keyof RuleValues) {
  if (name === 'from') return type === 'extra' ? 'on' : type === 'absence' ? 'firstDay' : 'from';
  if (name === 'until') return type === 'absence' ? 'lastDay' : 'until';
  return name === 'type' ? 'kindsOf' : name;
}
