import type { DraftView } from '@keneyapp/bff/features/drafts/view';
import type { Answers } from './answers.ts';

const saved = { updatedAt: '2026-11-24T09:05:00+01:00', expiresAt: '2026-12-24T09:05:00+01:00' };

export const draft = (content: unknown, part: Partial<DraftView> = {}): DraftView => ({
  patientId: 'p1',
  form: 'vitals.record',
  base: '',
  counter: 3,
  content: JSON.stringify(content),
  ...saved,
  ...part,
});

/** Drafts on a server that works; `kept` is what waits there. */
export function draftAnswers(kept: DraftView | null = null): NonNullable<Answers['drafts']> {
  let counter = kept?.counter ?? 0;
  return {
    get: () => kept,
    save: () => ({ counter: ++counter, ...saved }),
    discard: () => null,
    list: () => ({ drafts: [] }),
  };
}
