import dynamic from 'next/dynamic';
import { targetOf } from '../../components/form/change-target.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const ChangeForm = dynamic(() => import('./record-form.tsx').then((m) => m.ChangeForm), { ssr: false });

export const allergies: FeatureManifest = {
  section: { name: 'allergies', key: 'a', operation: 'allergies.read' },
  forms: [
    { id: 'allergies.record', Form: RecordForm, section: 'allergies', begin: 'allergies.record' },
    { id: 'allergies.change', Form: ChangeForm, section: 'allergies', targetOf },
  ],
};
