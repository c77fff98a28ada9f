import { z } from 'zod';

/** A public holiday of France, on which an opening is closed that does not say otherwise. */
export const holiday = z.object({
  day: z.iso.date(),
  name: z.enum([
    'new-year',
    'good-friday',
    'easter-monday',
    'labour-day',
    'victory-1945',
    'ascension',
    'whit-monday',
    'national-day',
    'assumption',
    'all-saints',
    'armistice-1918',
    'christmas',
    'saint-stephen',
  ]),
});
export type Holiday = z.output<typeof holiday>;
