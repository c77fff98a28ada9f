import dynamic from 'next/dynamic';
import { targetOf } from '../../components/form/change-target.ts';
import type { FeatureManifest } from '../../shell/manifest.ts';

const RecordForm = dynamic(() => import('./record-form.tsx').then((m) => m.RecordForm), { ssr: false });
const ChangeForm = dynamic(() => import('./record-form.tsx').then((m) => m.ChangeForm), { ssr: false });

export const flags: FeatureManifest = {
  section: { name: 'flags', operation: 'flags.read' },
  forms: [
    { id: 'flags.record', Form: RecordForm, section: 'flags', begin: 'flags.record' },
    { id: 'flags.change', Form: ChangeForm, section: 'flags', targetOf },
  ],
};
