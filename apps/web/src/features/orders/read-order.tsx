'use client';
import type { TypedOrder } from '@keneyapp/bff/features/orders/view';
import { Preview } from './preview.tsx';
import { textOfRegimen } from './regimen-text.ts';
import { linesOfTests } from './typed-lines.ts';
import { useOrderWords } from './use-order-words.ts';

/** What a whole line was read as, before it counts: the drug and each part of its regimen, or the tests and their moment. */
export function ReadOrder({ text, order }: { text: string; order: TypedOrder }) {
  const { t, regimenParts, lineWords, typedWords } = useOrderWords();
  const { reading, drug, errors } = order;
  // vital signs are no orders, and no error of their line either
  if (reading?.kind === 'vitals') return t('typed.vitals');
  const parts =
    reading?.kind === 'drug'
      ? [
          drug?.chosen?.display ?? reading.drug.display,
          ...regimenParts(textOfRegimen(reading.regimen)),
          ...(drug?.chosen ? [] : [t('typed.choose')]),
        ]
      : reading?.kind === 'tests'
        ? linesOfTests(reading, order.categories, typedWords).map((line) => {
            const { name, parts: said } = lineWords(line);
            return [name, ...said].join(' – ');
          })
        : [];
  const isSample = Object.values(order.loaded).some((state) => state !== 'whole');
  return (
    <>
      <Preview text={text} errors={errors} parts={parts} />
      {isSample && errors.some(({ code }) => code === 'unknown-word') && <span>{t('typed.sample')}</span>}
    </>
  );
}
