/** What waits for a review, what had one, both: as the address names them. */
export const reviewViews = ['open', 'done', 'all'] as const;
