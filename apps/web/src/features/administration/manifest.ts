import SessionsIcon from '@mui/icons-material/DevicesOutlined';
import AccountsIcon from '@mui/icons-material/PersonOutlined';
import SettingsIcon from '@mui/icons-material/TuneOutlined';
import dynamic from 'next/dynamic';
import type { FeatureManifest, RailEntry } from '../../shell/manifest.ts';

const entryAt =
  (href: string): RailEntry['hrefFor'] =>
  ({ rights }) =>
    rights['administration.read'] ? href : null;

export const administration: FeatureManifest = {
  cards: [
    {
      id: 'servers',
      operation: 'administration.read',
      Card: dynamic(() => import('./servers-card.tsx').then((m) => m.ServersCard), { ssr: false }),
    },
    {
      id: 'accounts',
      operation: 'administration.read',
      Card: dynamic(() => import('./accounts-card.tsx').then((m) => m.AccountsCard), { ssr: false }),
    },
  ],
  rail: [
    { name: 'people', key: 'u', Icon: AccountsIcon, hrefFor: entryAt('/administration/people') },
    { name: 'sessions', key: 's', Icon: SessionsIcon, hrefFor: entryAt('/administration/sessions') },
    { name: 'settings', key: 'r', Icon: SettingsIcon, hrefFor: entryAt('/administration/settings') },
  ],
};
