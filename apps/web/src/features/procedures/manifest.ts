import dynamic from 'next/dynamic';
import { targetOf } from '../../components/form/change-target.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const ChangeForm = dynamic(() => import('./record-form.tsx').then((m) => m.ChangeForm), { ssr: false });

export const procedures: FeatureManifest = {
  section: { name: 'procedures', key: 'b', operation: 'procedures.read' },
  forms: [
    { id: 'procedures.record', Form: RecordForm, section: 'procedures', begin: 'procedures.record' },
    { id: 'procedures.change', Form: ChangeForm, section: 'procedures', targetOf },
  ],
};
