'use client';
import type { SignedView } from '@keneyapp/bff/features/orders/view';
import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useWatch } from 'react-hook-form';
import { codedReasons, type CodedValue } from '../../components/form/coded-value.ts';
import { issuesOf } from '../../components/form/server-issues.ts';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { onRequests, requestsFor, takeRequests } from '../../components/order-requests.ts';
import type { Draft } from '../../components/use-draft.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { pathOf } from './basket-field.ts';
import {
  changed,
  inOrder,
  mostLines,
  nameOfSame,
  newDrug,
  newLineName,
  newService,
  type AnswerText,
  type BasketText,
  type LineText,
  type Setting,
} from './basket.ts';
import { basketSchema, fieldOfIssue, readBasket, readLine } from './basket-input.ts';
import { beginningOf } from './dose-units.ts';
import { emptyStepText, noRegimenText, regimenText } from './regimen-text.ts';
import { lineOfRequest } from './requested-line.ts';
import { lineOfDrug, linesOfTests } from './typed-lines.ts';
import type { TextIssue } from './typed-values.ts';
import type { WholeLine } from './use-whole-line.ts';
import { useOrderWords } from './use-order-words.ts';
import type { Found } from './use-line-search.ts';

export interface BasketFieldsProps extends Omit<FormProps, 'target'> {
  draft: Draft;
  initial: BasketText;
  banner: PatientBanner;
}

/** What is only missing yet is said on signing. */
const onlyOnSaving = ['missing', 'unit', 'empty', 'needsCode', 'noLines'];
const none: readonly never[] = [];

/** What the basket knows and does; how it looks is basket-fields.tsx. */
export function useBasket({ patientId, draft, initial, banner, onDone, onUnsafe }: BasketFieldsProps) {
  const { t, f, words, lineWords, typedWords } = useOrderWords();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const search = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [removed, setRemoved] = useState<{ name: string; line: LineText; at: number } | null>(null);
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  /** The lines as they were sent: what the server says of them it says by their place. */
  const sent = useRef<readonly string[]>([]);
  const form = useChartForm<BasketText>({
    initial,
    schema: basketSchema,
    draft,
    words,
    onlyOnSaving,
    ofServer: (issue) => ({
      name: pathOf(fieldOfIssue(sent.current, issue)),
      reason: codedReasons[issue.message] ?? issue.message,
    }),
    onUnsafe,
  });
  const order = useWatch({ control: form.control, name: 'order' });
  const answers = useWatch({ control: form.control, name: 'answers' });
  const setting: Setting = banner.clinical?.location ? 'inpatient' : 'community';

  const isVerbal = initial.verbal !== null;
  const outcome = {
    onSuccess: async (
      { isReplay, waiting, toReread }: SignedView,
      { lines }: { lines: readonly unknown[] },
    ) => {
      await draft.discard().catch(() => undefined);
      void queries.invalidateQueries(trpc.medications.list.pathFilter());
      void queries.invalidateQueries(trpc.orders.list.pathFilter());
      const name = f.fullName(banner.identity);
      const basket = form.values();
      const what = new Intl.ListFormat(f.locale).format(
        inOrder(basket).map(([, line]) => {
          const act = line.act === 'new' ? '' : ` (${t(`line.act.${line.act}`).toLocaleLowerCase(f.locale)})`;
          return `${lineWords(line).name}${act}`;
        }),
      );
      onDone(
        isReplay
          ? t('sign.replayed', { name })
          : waiting > 0
            ? t('sign.proposed', { n: lines.length, name, what })
            : [
                t(isVerbal ? 'verbal.done' : 'sign.done', { n: lines.length, name, what }),
                ...(toReread > 0 ? [t('sign.toReread')] : []),
              ].join(' '),
      );
    },
    onError: (error: Parameters<typeof form.refuse>[0]) => {
      const issues = issuesOf(error) ?? [];
      setRefused(
        new Map(
          issues.flatMap(({ path, message }) =>
            path[0] === 'answers' ? [[String(path[1]), message] as const] : [],
          ),
        ),
      );
      // what the signature found may not stand on the screen yet
      void queries.invalidateQueries(trpc.orders.check.pathFilter());
      void queries.invalidateQueries(trpc.orders.checkVerbal.pathFilter());
      form.refuse(error);
    },
  };
  const signing = useMutation(trpc.orders.sign.mutationOptions(outcome));
  const recording = useMutation(trpc.orders.recordVerbal.mutationOptions(outcome));
  const mutation = isVerbal ? recording : signing;

  // a line in which something is wrong is open before the focus goes there
  const [told, setTold] = useState<readonly string[]>(none);
  if (form.attempted !== told) {
    setTold(form.attempted);
    const names = form.attempted.flatMap((name) =>
      name.startsWith('lines.') ? (name.split('.')[1] ?? []) : [],
    );
    if (names.some((name) => !isOpen.has(name))) setOpen(new Set([...isOpen, ...names]));
  }

  const toggle = (name: string, open: boolean) => {
    const next = new Set(isOpen);
    if (open) next.add(name);
    else next.delete(name);
    setOpen(next);
  };
  const add = (line: LineText): string | null => {
    const basket = form.values();
    const name = nameOfSame(basket, line) ?? newLineName();
    const next = changed(basket, { is: 'add', name, line });
    if (next === basket) return basket.order.length >= mostLines ? null : name;
    form.set(pathOf('lines', name), next.lines[name]);
    if (next.order !== basket.order) form.set('order', next.order);
    return name;
  };
  /** The card is opened, and the keyboard goes to what it still needs. */
  const show = (name: string, line: LineText) => {
    const [first] = firstMissing(line);
    if (!first) return;
    setOpen(new Set([name]));
    const idOf = (...path: (string | number)[]) => form.idOf(pathOf('lines', name, ...path));
    // or to the first field of the card, once it is there
    requestAnimationFrame(() =>
      (
        document.getElementById(idOf(...first.path)) ??
        document.getElementById(idOf('fields'))?.querySelector<HTMLElement>('input:not([disabled])')
      )?.focus(),
    );
  };
  /** What still needs something is opened. */
  const addAndShow = (line: LineText) => {
    const name = add(line);
    if (name !== null) show(name, line);
  };
  /** All at once: the first that needs something is opened. Names of those for which there was room. */
  const addAll = (lines: readonly LineText[]): string[] => {
    const added = lines.flatMap((line) => {
      const name = add(line);
      return name === null ? [] : [{ name, line }];
    });
    const first = added.find(({ line }) => readLine(line).issues.length > 0);
    if (first) show(first.name, first.line);
    else search.current?.focus();
    return added.map(({ name }) => name);
  };
  const removeAll = (names: readonly string[]) => {
    const next = names.reduce((basket, name) => changed(basket, { is: 'remove', name }), form.values());
    form.set('order', next.order);
    for (const name of names) form.drop(pathOf('lines', name));
    // with the last of them react-hook-form forgets that there were lines
    if (next.order.length === 0) form.set('lines', {});
    search.current?.focus();
  };

  const requests = useSyncExternalStore(
    onRequests,
    () => requestsFor(patientId),
    () => none,
  );
  const takeAll = useRef(() => undefined as void);
  takeAll.current = () => {
    for (const request of takeRequests(patientId)) addAndShow(lineOfRequest(request, setting));
  };
  useEffect(() => {
    if (requests.length > 0) takeAll.current();
  }, [requests]);

  return {
    form,
    isVerbal,
    order,
    answers,
    refused,
    isOpen,
    toggle,
    search,
    removed,
    saving: mutation,
    setting,
    addAll,
    removeAll,
    /** What was chosen below the search; which product a typed line means, with what it says of it. */
    pick: (found: Found, { read }: WholeLine) => {
      if (found.is !== 'choice') addAndShow(lineOfFound(found, setting));
      else if (read?.reading?.kind === 'drug') addAndShow(lineOfDrug(read.reading, found.drug, setting));
    },
    /** A typed line that says all; false when it does not. */
    addTyped: ({ read, isReady }: WholeLine): boolean => {
      const reading = read?.reading;
      if (!isReady || !read || !reading) return false;
      if (reading.kind === 'tests') {
        for (const line of linesOfTests(reading, read.categories, typedWords)) addAndShow(line);
        return true;
      }
      if (reading.kind !== 'drug' || !read.drug?.chosen) return false;
      addAndShow(lineOfDrug(reading, read.drug.chosen, setting));
      return true;
    },
    remove: (name: string) => {
      const basket = form.values();
      const line = basket.lines[name];
      if (!line) return;
      setRemoved({ name, line: structuredClone(line), at: basket.order.indexOf(name) });
      removeAll([name]);
    },
    putBack: () => {
      if (!removed) return;
      const next = changed(form.values(), { is: 'restore', ...removed });
      form.set(pathOf('lines', removed.name), removed.line);
      form.set('order', next.order);
      setRemoved(null);
    },
    answer: (answer: AnswerText) =>
      form.set('answers', changed(form.values(), { is: 'answer', answer }).answers),
    complete: (name: string) => {
      toggle(name, false);
      search.current?.focus();
    },
    submit: () => {
      if (mutation.isPending) return;
      form.submit((basket) => {
        sent.current = basket.order;
        const input = { patientId, ...readBasket(basket).input };
        const { verbal } = basket;
        if (!verbal) signing.mutate(input);
        else if (verbal.how !== '')
          recording.mutate({
            ...input,
            doctor: verbal.doctor.key,
            how: verbal.how,
            emergency: verbal.emergency.trim(),
            isReadBack: true,
          });
      });
    },
  };
}

/** What a line still needs, first what is first to be typed: of a drug of which nothing is said yet the whole dosage in one line. */
function firstMissing(line: LineText): TextIssue[] {
  const { issues } = readLine(line);
  const saysNothing = issues.some(({ path }) => path.includes('dose'));
  return line.kind === 'drug' && line.act === 'new' && saysNothing
    ? [{ path: ['typed'], reason: 'missing' }, ...issues]
    : issues;
}

/** A line that begins with what was chosen, and with what its name tells of it. */
function lineOfFound(found: Exclude<Found, { is: 'choice' }>, setting: Setting): LineText {
  if (found.is === 'free') return newService(found.category, { text: found.text, code: null });
  const { display, system, code } = found.line;
  const coded: CodedValue = { text: display, code: { system, code } };
  if (found.is === 'service') return newService(/ccam/i.test(system) ? 'imaging' : 'laboratory', coded);
  const { unit, route } = beginningOf(display);
  return newDrug(coded, {
    setting,
    regimen: {
      ...noRegimenText,
      route: regimenText.shape.route.parse(route),
      steps: [emptyStepText(unit)],
      maxPerDay: { value: '', unit },
    },
  });
}
