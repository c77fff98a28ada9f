import { expect, test } from 'vitest';
import { namesOfNotShown } from './names-of-not-shown.ts';
import type { DisplaySet } from './ohif.ts';

const set = (more: Partial<DisplaySet>): DisplaySet => ({
  displaySetInstanceUID: crypto.randomUUID(),
  StudyInstanceUID: '1.2.3',
  SeriesInstanceUID: '1.2.3.1',
  ...more,
});

test('what is not drawn is named once each, by its series and modality; what is drawn is not', () => {
  expect(namesOfNotShown([set({ Modality: 'CT', SeriesDescription: 'Thorax' })])).toBe('');
  expect(
    namesOfNotShown([
      set({ Modality: 'CT', SeriesDescription: 'Thorax' }),
      set({ Modality: 'KO', SeriesDescription: 'Images retenues', unsupported: true }),
      set({ Modality: 'KO', SeriesDescription: 'Images retenues', unsupported: true }),
      set({ Modality: 'PR', SeriesDescription: '', unsupported: true }),
      set({ unsupported: true }),
    ]),
  ).toBe('Images retenues · KO, PR');
});
