import { vi } from 'vitest';

/** Waits for an effect; as patient as the assertions about elements (vitest.config.ts), for machines that are busy. */
export const waitFor = <T>(check: () => T | Promise<T>, timeout = 10_000): Promise<T> =>
  vi.waitFor(check, { timeout });
