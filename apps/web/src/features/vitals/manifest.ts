import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const CorrectForm = dynamic(() => import('./correct-form.tsx').then((m) => m.CorrectForm), { ssr: false });

export const vitals: FeatureManifest = {
  section: { name: 'vitals', key: 'v', operation: 'vitals.read' },
  forms: [
    { id: 'vitals.record', Form: RecordForm, section: 'vitals', begin: 'vitals.record', isFrequent: true },
    {
      id: 'vitals.correct',
      Form: CorrectForm,
      section: 'vitals',
      // `Observation/<id>/<version>`
      targetOf: (base) => /^Observation\/([^/]+)\//.exec(base)?.[1] ?? null,
    },
  ],
};
