import ReviewsIcon from '@mui/icons-material/GppMaybeOutlined';
import type { FeatureManifest } from '../../shell/manifest.ts';
import { ReviewBell } from './review-bell.tsx';

export const reviews: FeatureManifest = {
  rail: [
    {
      name: 'reviews',
      key: 'u',
      Icon: ReviewsIcon,
      hrefFor: ({ rights }) => (rights['reviews.read'] ? '/reviews' : null),
    },
  ],
  Bell: ReviewBell,
};
