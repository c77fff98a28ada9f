import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { makeFormats } from '../i18n/formats.ts';
import { loadMessages } from '../i18n/messages.ts';
import { scaleWords, type Scale } from './scale-words.ts';

const scale: Scale = {
  measure: 'capillary-glucose',
  unit: 'mmol/L',
  bands: [
    { from: null, below: '3.9', dose: 'none', instruction: 'resucrer' },
    { from: '3.9', below: '10.0', dose: { value: '0.5', unit: '{comprimé}' }, instruction: '' },
    { from: '10.0', below: '15', dose: { value: '4', unit: '[iU]' }, instruction: '' },
    { from: '15', below: null, dose: null, instruction: '' },
  ],
};

it.each([
  [
    'fr',
    [
      'dose selon la glycémie capillaire :',
      'moins de 3,9 mmol/L : aucune dose, resucrer ;',
      'de 3,9 à moins de 10,0 mmol/L : 0,5 comprimé ;',
      'de 10,0 à moins de 15 mmol/L : 4 UI ;',
      '15 mmol/L et plus : dose à préciser',
    ],
  ],
  [
    'en',
    [
      'dose by capillary glucose:',
      'below 3.9 mmol/L: no dose, resucrer;',
      '3.9 to below 10.0 mmol/L: 0.5 comprimé;',
      '10.0 to below 15 mmol/L: 4 IU;',
      '15 mmol/L and above: dose to be said',
    ],
  ],
] as const)('says a scale a band a line, its digits kept, in %s', async (locale, lines) => {
  const messages = { ...(await loadMessages(locale)) };
  const t = createTranslator({ locale, messages, namespace: 'medications' });
  const f = makeFormats(locale, createTranslator({ locale, messages, namespace: 'common' }));
  expect(scaleWords(scale, t, f).replaceAll('\u00a0', ' ').split('\n')).toEqual(lines);
});
