import type { DisplaySet } from './ohif.ts';

/** What OHIF does not draw, as the person knows it: what each is called in its series, and its modality. */
export const namesOfNotShown = (sets: readonly DisplaySet[]): string =>
  [
    ...new Set(
      sets
        .filter((set) => set.unsupported)
        .map(({ Modality, SeriesDescription }) => [SeriesDescription, Modality].filter(Boolean).join(' · ')),
    ),
  ]
    .filter((name) => name !== '')
    .join(', ');
