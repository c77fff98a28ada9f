/**
 * Laboratory tests: LOINC code, French display, UCUM code and what is printed, adult range, critical limits, decimals.
 * `m`/`f` replace the range by sex. Ranges are those commonly printed by French laboratories.
 */
export interface LabTest {
  code: string;
  display: string;
  ucum: string;
  unit: string;
  low?: number;
  high?: number;
  m?: readonly [number, number];
  f?: readonly [number, number];
  critLow?: number;
  critHigh?: number;
  decimals: number;
}
