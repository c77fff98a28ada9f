import dynamic from 'next/dynamic';
import { targetOf } from '../../components/form/change-target.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const ChangeForm = dynamic(() => import('./record-form.tsx').then((m) => m.ChangeForm), { ssr: false });

export const problems: FeatureManifest = {
  section: { name: 'problems', key: 'p', operation: 'problems.read' },
  forms: [
    { id: 'problems.record', Form: RecordForm, section: 'problems', begin: 'problems.record' },
    { id: 'problems.change', Form: ChangeForm, section: 'problems', targetOf },
  ],
};
