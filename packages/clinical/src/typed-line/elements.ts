import type { AsNeeded, Dose, MealTime, RegimenRoute, TimeUnit, Weekday } from '../prescribing/regimen.ts';
import type { Candidate, LineErrorCode, LineField, Span } from './reading.ts';

export interface Length {
  value: number;
  valueMax?: number;
  unit: TimeUnit;
}

/** What a stretch of an order's line says, before it is known what belongs to what. */
export type Said =
  | { is: 'filler' }
  | { is: 'name'; drugs: readonly Candidate[]; tests: readonly Candidate[] }
  | { is: 'amount'; dose: Dose; doseMax: Dose | null; isPerKilogram: boolean }
  /** `/6h`, `/h`; straight after an amount it may be how fast it runs. */
  | { is: 'every'; every: Length; isSlash: boolean; isPlain: boolean }
  | { is: 'per'; unit: TimeUnit }
  | { is: 'takes'; count: number }
  | { is: 'times'; count: number; countMax?: number; per: { value: number; unit: TimeUnit } }
  /** `x2` in a line of tests counts samples, in one of a drug takes a day. */
  | { is: 'count'; count: number }
  | { is: 'schema'; doses: readonly string[]; unit: string | null }
  | { is: 'at'; at: MealTime }
  | { is: 'clock'; clock: readonly string[]; isBare: boolean }
  | { is: 'day'; day: Weekday }
  | { is: 'once' }
  | { is: 'duration'; duration: Length }
  | { is: 'over'; over: { value: number; unit: 'min' | 'h' } }
  | { is: 'route'; route: RegimenRoute; note: string }
  | { is: 'instruction'; text: string | null }
  | { is: 'condition'; from: number | null }
  | { is: 'gap'; gap: NonNullable<AsNeeded['interval']> }
  | { is: 'max'; max: Dose }
  | { is: 'plus' }
  | { is: 'then' }
  | { is: 'half' }
  | { is: 'urgent' }
  | { is: 'when'; day: { in: number } | { date: string }; part: 'MORN' | 'NOON' | 'EVE' | 'NIGHT' | null }
  | { is: 'wrong'; code: LineErrorCode; instead?: string };

export type Element = Said & Span;
export type Of<K extends Said['is']> = Extract<Element, { is: K }>;

const parts: Partial<Record<Said['is'], LineField['part']>> = {
  name: 'drug',
  amount: 'dose',
  schema: 'dose',
  half: 'dose',
  max: 'dose',
  route: 'route',
  instruction: 'words',
  condition: 'words',
};

export const partOf = ({ is }: Said): LineField['part'] => parts[is] ?? 'timing';
