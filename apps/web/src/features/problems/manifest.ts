import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });

export const problems: FeatureManifest = {
  section: { name: 'problems', key: 'p', operation: 'problems.read' },
  forms: [{ id: 'problems.record', Form: RecordForm, section: 'problems', begin: 'problems.record' }],
};
