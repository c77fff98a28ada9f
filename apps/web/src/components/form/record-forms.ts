import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';
import type { FormProps, WorkspaceFormManifest } from '../../shell/manifest.ts';
import { targetOf } from './change-target.ts';

/** Sections of the chart where something is recorded, and changed in place, by two forms of one file. */
type Recorded =
  'problems' | 'allergies' | 'immunizations' | 'procedures' | 'family' | 'flags' | 'habits' | 'implants';
type Forms = Record<'RecordForm' | 'ChangeForm', ComponentType<FormProps>>;

/** The two forms of such a section, loaded when one is opened. */
export const recordForms = (section: Recorded, load: () => Promise<Forms>): WorkspaceFormManifest[] => [
  {
    id: `${section}.record`,
    Form: dynamic(() => load().then((m) => m.RecordForm), { ssr: false }),
    section,
    begin: `${section}.record`,
  },
  {
    id: `${section}.change`,
    Form: dynamic(() => load().then((m) => m.ChangeForm), { ssr: false }),
    section,
    targetOf,
  },
];
