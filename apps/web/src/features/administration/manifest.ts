import SessionsIcon from '@mui/icons-material/DevicesOutlined';
import AccountsIcon from '@mui/icons-material/ManageAccountsOutlined';
import SettingsIcon from '@mui/icons-material/TuneOutlined';
import type { FeatureManifest, Place } from '../../shell/manifest.ts';

const placeAt =
  (href: string): Place['hrefFor'] =>
  ({ rights }) =>
    rights['administration.read'] ? href : null;

export const administration: FeatureManifest = {
  places: [
    { name: 'people', key: 'u', Icon: AccountsIcon, hrefFor: placeAt('/administration/people') },
    { name: 'sessions', key: 's', Icon: SessionsIcon, hrefFor: placeAt('/administration/sessions') },
    { name: 'settings', key: 'r', Icon: SettingsIcon, hrefFor: placeAt('/administration/settings') },
  ],
};
