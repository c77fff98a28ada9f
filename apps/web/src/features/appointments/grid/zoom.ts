export const zooms = ['small', 'medium', 'large'] as const;
/** How near the hours are looked at. */
export type Zoom = (typeof zooms)[number];

/** CSS pixels of an hour. */
export const hourHeights: Record<Zoom, number> = { small: 64, medium: 96, large: 160 };

/** Minutes to which a place that is pointed at, or gone to by keyboard, is rounded. */
export const steps: Record<Zoom, number> = { small: 15, medium: 15, large: 5 };
