import ReviewsIcon from '@mui/icons-material/GppMaybeOutlined';
import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';
import { ReviewBell } from './review-bell.tsx';

export const reviews: FeatureManifest = {
  cards: [
    {
      id: 'reviews',
      operation: 'reviews.read',
      Card: dynamic(() => import('./open-card.tsx').then((m) => m.OpenReviewsCard), { ssr: false }),
    },
  ],
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
