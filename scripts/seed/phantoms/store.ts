import type { Connection } from '../../wire/connection.ts';
import type { Chart } from '../chart/chart.ts';

/** Draws the phantoms and stores them by STOW-RS; answers the number of instances. */
export async function storePhantoms(_c: Connection, _charts: readonly Chart[], _progress: (message: string) => void): Promise<number> {
  return 0;
}
