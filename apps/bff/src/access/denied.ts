/** Why there is no answer, as a code the web translates, and whether breaking the glass would help. */
export class DeniedError extends Error {
  readonly reason: string;
  readonly mayBreakGlass: boolean;
  constructor(
    reason: string,
    { mayBreakGlass = false, ...options }: ErrorOptions & { mayBreakGlass?: boolean } = {},
  ) {
    super(`denied: ${reason}`, options);
    this.reason = reason;
    this.mayBreakGlass = mayBreakGlass;
  }
}
