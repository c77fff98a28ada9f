import dynamic from 'next/dynamic';
import { targetOf } from '../../components/form/change-target.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const ChangeForm = dynamic(() => import('./record-form.tsx').then((m) => m.ChangeForm), { ssr: false });

export const habits: FeatureManifest = {
  section: { name: 'habits', operation: 'habits.read' },
  forms: [
    { id: 'habits.record', Form: RecordForm, section: 'habits', begin: 'habits.record' },
    { id: 'habits.change', Form: ChangeForm, section: 'habits', targetOf },
  ],
};
