import AbbreviationsIcon from '@mui/icons-material/ShortTextOutlined';
import FavouritesIcon from '@mui/icons-material/StarBorderOutlined';
import ReleasesIcon from '@mui/icons-material/LibraryBooksOutlined';
import SearchIcon from '@mui/icons-material/ManageSearchOutlined';
import UncodedIcon from '@mui/icons-material/PlaylistAddOutlined';
import dynamic from 'next/dynamic';
import type { FeatureManifest, RailEntry } from '../../shell/manifest.ts';

const entryAt =
  (href: string): RailEntry['hrefFor'] =>
  ({ rights }) =>
    rights['terminology.read'] ? href : null;

export const terminology: FeatureManifest = {
  cards: [
    {
      id: 'uncoded',
      operation: 'terminology.read',
      Card: dynamic(() => import('./uncoded-card.tsx').then((m) => m.UncodedCard), { ssr: false }),
    },
  ],
  rail: [
    { name: 'terminology', key: 'x', Icon: ReleasesIcon, hrefFor: entryAt('/terminology') },
    { name: 'codes', key: 'c', Icon: SearchIcon, hrefFor: entryAt('/terminology/search') },
    {
      name: 'abbreviations',
      key: 'q',
      Icon: AbbreviationsIcon,
      hrefFor: entryAt('/terminology/abbreviations'),
    },
    { name: 'codeFavourites', key: 'f', Icon: FavouritesIcon, hrefFor: entryAt('/terminology/favourites') },
    { name: 'uncoded', key: 'n', Icon: UncodedIcon, hrefFor: entryAt('/terminology/uncoded') },
  ],
};
