import type { ServiceFavouritesView } from '@keneyapp/bff/features/terminology/view';

export type Favourite = ServiceFavouritesView['favourites'][number];
