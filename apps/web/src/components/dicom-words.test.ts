import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { loadMessages } from '../i18n/messages.ts';
import { dicomWords } from './dicom-words.ts';

it.each([
  ['fr', 'CHEST', 'Thorax'],
  ['fr', 'chest', 'Thorax'],
  ['en', 'LSPINE', 'Lumbar spine'],
  ['fr', 'CHESTABDPELVIS', 'Thorax, abdomen et bassin'],
  ['fr', 'Genou droit', 'Genou droit'],
  ['fr', 'ZYGOMA', 'ZYGOMA'],
  ['fr', '', ''],
] as const)('in %s %s is %s; what is not known stands as it is', async (locale, term, words) => {
  const messages = await loadMessages(locale);
  const t = createTranslator({ locale, messages, namespace: 'dicom' });
  expect(dicomWords(t).bodyPart(term)).toBe(words);
});

it('has words for the common body parts and kinds of images in both languages', async () => {
  for (const locale of ['fr', 'en'] as const) {
    const { bodyPart, modality } = (await loadMessages(locale)).dicom;
    expect(Object.keys(bodyPart).length).toBeGreaterThanOrEqual(40);
    expect(Object.keys(modality)).toContain('MR');
  }
});
