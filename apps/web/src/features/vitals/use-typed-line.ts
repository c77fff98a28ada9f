'use client';
import { civilDateAt, vitalDefinitions } from '@keneyapp/clinical';
import { readLine, type LineError, type ReadLine } from '@keneyapp/clinical/typed-line';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ChartForm } from '../../components/form/use-chart-form.ts';
import { signs, type FormState } from './form-state.ts';
import { useVitalsWords } from './use-vitals-words.ts';

/** Vital signs are named by the grammar itself. */
const nothingNamed = { drugs: () => [], tests: () => [] };
/** Who listens is told when the person pauses, not at each key. */
const pause = 700;

type Problem = LineError | (Pick<LineError, 'start' | 'end'> & { code: 'not-in-this-form' });

/** One line for a whole round: what it says, what is wrong with it, and putting it into the fields of the form. */
export function useTypedLine(form: ChartForm<FormState>, { hasHead }: { hasHead: boolean }) {
  const { t, amount, formats } = useVitalsWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  /** It was to be saved while the line still stood there. */
  const [isLeft, setIsLeft] = useState(false);
  const read = useMemo(() => readLine(text, nothingNamed, { today: civilDateAt(new Date()) }), [text]);
  const problems = problemsOf(read, hasHead);
  const values = read.reading?.kind === 'vitals' && problems.length === 0 ? read.reading : null;

  const before = form.values();
  const replaced = (old: string | undefined, now: string) =>
    old?.trim() && old.trim() !== now ? t('line.replaces', { value: old.trim() }) : '';
  const parts = values
    ? [
        ...signs.flatMap((sign) => {
          const value = values.values[sign];
          return value === undefined
            ? []
            : [
                `${t(`names.${sign}`)} ${amount(value, vitalDefinitions[sign].unit)} ${replaced(before.values[sign], formats.number(value))}`,
              ];
        }),
        ...(values.oxygen === null
          ? []
          : [
              values.oxygen.source === 'air'
                ? t('oxygen.air')
                : `${t('oxygen.oxygen')} ${t('oxygen.value', { flow: formats.number(values.oxygen.flow) })}`,
            ]),
      ].map((part) => part.trim())
    : [];
  const words = problems.map(({ code, start, end }) =>
    t('line.problem', { text: text.slice(start, end), why: t(`line.errors.${wordOf(code)}`) }),
  );
  const outcome =
    text.trim() === ''
      ? ''
      : problems.length > 0
        ? words.join(' ')
        : t('line.read', { what: parts.join(', ') });
  useEffect(() => {
    if (outcome === '') return undefined;
    const timer = setTimeout(() => setSaid(outcome), pause);
    return () => clearTimeout(timer);
  }, [outcome]);

  return {
    id,
    input,
    text,
    problems,
    words,
    parts,
    said,
    isLeft: isLeft && text.trim() !== '',
    type: (typed: string) => {
      setText(typed);
      setSaid('');
      setIsLeft(false);
    },
    /** Into the fields, where it is judged and saved like what is typed there; nothing as long as one thing is wrong. */
    fill: () => {
      if (!values) {
        setSaid(outcome);
        return;
      }
      const state = form.values();
      const typed = Object.fromEntries(
        Object.entries(values.values).map(([sign, value]) => [sign, formats.number(value)]),
      );
      form.fill({
        ...state,
        values: { ...state.values, ...typed },
        ...(values.oxygen === null
          ? {}
          : {
              oxygenSource: values.oxygen.source,
              oxygenFlow: values.oxygen.source === 'oxygen' ? formats.number(values.oxygen.flow) : '',
            }),
      });
      setText('');
      setSaid(t('line.filled', { what: parts.join(', ') }));
    },
    /** True when nothing stands in it any more; else the person is brought back to it. */
    isDone: (): boolean => {
      if (text.trim() === '') return true;
      setIsLeft(true);
      input.current?.focus();
      return false;
    },
  };
}
export type TypedLineState = ReturnType<typeof useTypedLine>;

function problemsOf({ fields, errors }: ReadLine, hasHead: boolean): Problem[] {
  const hidden = hasHead ? [] : fields.filter(({ part }) => part === 'headCircumference');
  return [
    ...errors,
    ...hidden.map(({ start, end }) => ({ start, end, code: 'not-in-this-form' as const })),
  ].sort((a, b) => a.start - b.start);
}

const said = [
  'ambiguous-number',
  'ambiguous-unit',
  'impossible-number',
  'incomplete-pressure',
  'missing-unit',
  'missing-value',
  'two-values',
  'not-in-this-form',
] as const;
/** What is said of orders alone is, in this form, no vital sign. */
const wordOf = (code: Problem['code']): (typeof said)[number] | 'unknown-word' =>
  said.find((one) => one === code) ?? 'unknown-word';
