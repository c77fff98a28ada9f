import dynamic from 'next/dynamic';
import { targetOf } from '../../components/form/change-target.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const ChangeForm = dynamic(() => import('./record-form.tsx').then((m) => m.ChangeForm), { ssr: false });

export const implants: FeatureManifest = {
  section: { name: 'implants', operation: 'implants.read' },
  forms: [
    { id: 'implants.record', Form: RecordForm, section: 'implants', begin: 'implants.record' },
    { id: 'implants.change', Form: ChangeForm, section: 'implants', targetOf },
  ],
};
