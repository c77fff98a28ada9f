/** The part of @lhncbc/ucum-lhc used here; the package ships no types. */
declare module '@lhncbc/ucum-lhc' {
  interface UcumLhcUtils {
    convertUnitTo(
      from: string,
      value: number,
      to: string,
      options?: { molecularWeight?: number | null },
    ): { status: 'succeeded' | 'failed' | 'error'; toVal: number | null };
    validateUnitString(code: string): { status: 'valid' | 'invalid' | 'error'; ucumCode: string | null };
  }
  export const UcumLhcUtils: { getInstance(): UcumLhcUtils };
}
