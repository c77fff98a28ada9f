'use client';
import type { ProtocolsView, SignedView } from '@keneyapp/bff/features/orders/view';
import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { issuesOf } from '../../components/form/server-issues.ts';
import { useChartForm, type FormWords } from '../../components/form/use-chart-form.ts';
import type { Draft } from '../../components/use-draft.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import type { AnswerText } from './basket.ts';
import {
  linesOfProtocol,
  protocolFieldOf,
  protocolSchema,
  withProtocol,
  type ProtocolText,
} from './protocol-text.ts';
import { limitProblem, useOrderWords } from './use-order-words.ts';

export interface ProtocolFieldsProps extends Omit<FormProps, 'target'> {
  draft: Draft;
  initial: ProtocolText;
  banner: PatientBanner;
  list: { data: ProtocolsView | undefined; isError: boolean; refetch: () => unknown };
}

/** What the form of a protocol knows and does; how it looks is protocol-fields.tsx. */
export function useProtocol({
  patientId,
  draft,
  initial,
  banner,
  list,
  onDone,
  onUnsafe,
}: ProtocolFieldsProps) {
  const { t, f, lineWords } = useOrderWords();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const all = list.data?.protocols ?? [];
  const rowOf = ({ protocol }: Pick<ProtocolText, 'protocol'>) =>
    all.find(({ id }) => id === protocol?.id) ?? null;
  const shown = useRef<ReturnType<typeof rowOf>>(null);
  const problemWords = (reason: string): string =>
    limitProblem(t, reason) ??
    t(
      `protocol.problem.${t.has(`protocol.problem.${reason as 'changed'}`) ? (reason as 'changed') : 'refused'}`,
    );
  const words: FormWords<ProtocolText> = {
    label: (name) =>
      t(
        `protocol.field.${name === 'situation' || name === 'absent' || name === 'answers' ? name : 'protocol'}`,
      ),
    problem: (_, reason) => problemWords(reason),
  };
  const form = useChartForm<ProtocolText>({
    initial,
    schema: protocolSchema(() => shown.current),
    draft,
    words,
    onlyOnSaving: 'all',
    ofServer: (issue) => ({ name: protocolFieldOf(issue), reason: issue.message }),
    onUnsafe,
  });
  const asRead = useWatch({ control: form.control, name: 'protocol' });
  const absent = useWatch({ control: form.control, name: 'absent' });
  const answers = useWatch({ control: form.control, name: 'answers' });
  const row = rowOf({ protocol: asRead });
  shown.current = row;
  const isChanged = row !== null && asRead !== null && row.version !== asRead.version;
  const lines = row && linesOfProtocol(row);
  const check = useQuery(
    trpc.orders.checkProtocol.queryOptions(
      {
        patientId,
        protocol: asRead ?? { id: '', version: '' },
        language: f.locale.startsWith('en') ? 'en' : 'fr',
      },
      { enabled: row !== null && row.problem === null && !isChanged, staleTime: 60_000, retry: false },
    ),
  );
  const choose = (protocol: ProtocolText['protocol']) => {
    setRefused(new Map());
    const next = withProtocol(form.values(), protocol);
    form.set('absent', next.absent);
    form.set('answers', next.answers);
    form.set('protocol', next.protocol);
  };
  const saving = useMutation(
    trpc.orders.applyProtocol.mutationOptions({
      onSuccess: async ({ isReplay }: SignedView) => {
        await draft.discard().catch(() => undefined);
        void queries.invalidateQueries(trpc.medications.list.pathFilter());
        void queries.invalidateQueries(trpc.orders.list.pathFilter());
        const name = f.fullName(banner.identity);
        const title = shown.current?.title ?? '';
        onDone(t(isReplay ? 'protocol.replayed' : 'protocol.done', { name, title }));
      },
      onError: (error) => {
        const issues = issuesOf(error) ?? [];
        setRefused(
          new Map(
            issues.flatMap(({ path, message }) =>
              path[0] === 'answers' ? [[String(path[1]), message] as const] : [],
            ),
          ),
        );
        // it may have changed since it was read, and the chart too
        void queries.invalidateQueries(trpc.orders.protocols.queryFilter());
        void queries.invalidateQueries(trpc.orders.checkProtocol.pathFilter());
        form.refuse(error);
      },
    }),
  );
  return {
    form,
    all,
    row,
    lines: lines?.map(lineWords) ?? null,
    isChanged,
    absent,
    answers,
    refused,
    check,
    saving,
    problemWords,
    choose,
    /** The new version is read anew: what was written stays, what was answered does not. */
    readAgain: () => {
      if (row) choose({ id: row.id, version: row.version });
    },
    tick: (place: number, isAbsent: boolean) =>
      form.set(
        'absent',
        isAbsent ? [...form.values().absent, place] : form.values().absent.filter((one) => one !== place),
      ),
    answer: (answer: AnswerText) =>
      form.set('answers', [...form.values().answers.filter(({ alert }) => alert !== answer.alert), answer]),
    submit: () => {
      if (saving.isPending) return;
      form.submit(({ protocol, situation, ...rest }) => {
        if (protocol) saving.mutate({ patientId, ...rest, protocol, situation: situation.trim() });
      });
    },
  };
}
