'use client';
import type { CodedField } from '@keneyapp/bff/features/terminology/view';
import type { Candidate } from '@keneyapp/clinical/typed-line';
import { useDebounced } from '../../components/use-debounced.ts';
import { useCodedSearch, type AnsweredLine } from '../../components/form/use-coded-search.ts';
import type { Category } from './basket.ts';

/** One line of the list below the search. */
export type Found =
  | { is: 'drug' | 'service'; line: AnsweredLine }
  /** Which product a typed line means, where several fit: chosen by a person. */
  | { is: 'choice'; drug: Candidate }
  /** Words that have no code, asked for as what they are. */
  | { is: 'free'; category: Category; text: string };

const drugs: CodedField = 'MedicationRequest.medication';
const services: CodedField = 'ServiceRequest.code';
/** What laboratories do is coded; the rest may be said in words. */
const inWords: readonly Category[] = ['imaging', 'nursing', 'advice'];
const mostOfEach = 7;

/** Drugs and tests at once, by the words that were typed. */
export function useLineSearch(text: string, isOpen: boolean) {
  const typed = useDebounced(text.trim(), 80);
  const ofDrugs = useCodedSearch(drugs, typed, isOpen);
  const ofServices = useCodedSearch(services, typed, isOpen);
  const both = [ofDrugs, ofServices];
  const isAway = ({ state }: { state: string }) => state === 'away' || state === 'failed';
  const sure = (lines: AnsweredLine[]) => lines.some(({ isSure }) => isSure);
  // what holds every word stands first, of whichever kind it is
  const groups = [
    { is: 'drug' as const, lines: ofDrugs.lines.slice(0, mostOfEach) },
    { is: 'service' as const, lines: ofServices.lines.slice(0, mostOfEach) },
  ].sort((a, b) => Number(sure(b.lines)) - Number(sure(a.lines)));
  const found: Found[] = [
    ...groups.flatMap(({ is, lines }) => lines.map((line): Found => ({ is, line }))),
    ...(typed.length > 2
      ? inWords.map((category): Found => ({ is: 'free', category, text: text.trim() }))
      : []),
  ];
  return {
    found,
    /** Neither a drug nor a test or image of that name is among the codes that are loaded. */
    isNothingCoded: groups.every(({ lines }) => lines.length === 0),
    isSample: both.some(({ state }) => state === 'sample'),
    isBehind: typed !== text.trim() || both.some((one) => one.isBehind),
    isLoading: both.some(({ state }) => state === 'loading'),
    isAway: both.some(isAway),
    refetch: () => both.forEach((one) => one.refetch()),
  };
}
