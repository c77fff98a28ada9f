'use client';
import { useState } from 'react';
import { inOrder, type BasketText, type LineText, type Setting } from './basket.ts';
import { linesOfTemplates, type AtHand, type Left } from './at-hand.ts';

export interface Taken {
  /** Of the favourite or set. */
  name: string;
  /** The lines in the basket. */
  names: readonly string[];
  left: readonly Left[];
  isTakenBack: boolean;
}
interface Basket {
  values: () => BasketText;
  /** The names of those for which there was room, in their order. */
  addAll: (lines: readonly LineText[]) => string[];
  removeAll: (names: readonly string[]) => void;
  setting: Setting;
}

/** All lines of a favourite or set put in the basket at once; what was not taken over is said, and all of it taken back by one click. */
export function useTake({ values, addAll, removeAll, setting }: Basket) {
  const [taken, setTaken] = useState<Taken | null>(null);
  return {
    taken,
    take: ({ name, lines }: AtHand) => {
      if (lines === null) return;
      const basket = inOrder(values()).map(([, line]) => line);
      const read = linesOfTemplates(lines, { setting, basket });
      const names = addAll(read.lines);
      const noRoom = read.lines
        .slice(names.length)
        .flatMap((line): Left[] => ('coded' in line ? [{ what: line.coded.text, why: 'too-many' }] : []));
      setTaken({ name, names, left: [...read.left, ...noRoom], isTakenBack: false });
    },
    takeBack: () => {
      if (!taken) return;
      removeAll(taken.names);
      setTaken({ ...taken, isTakenBack: true });
    },
  };
}
