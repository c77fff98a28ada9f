import dynamic from 'next/dynamic';
import { targetOf } from '../../components/form/change-target.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const ChangeForm = dynamic(() => import('./record-form.tsx').then((m) => m.ChangeForm), { ssr: false });

export const family: FeatureManifest = {
  section: { name: 'family', key: 'f', operation: 'family.read' },
  forms: [
    { id: 'family.record', Form: RecordForm, section: 'family', begin: 'family.record' },
    { id: 'family.change', Form: ChangeForm, section: 'family', targetOf },
  ],
};
