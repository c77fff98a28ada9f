import type { Connection } from '../../wire/connection.ts';
import { stow } from '../../wire/dicomweb.ts';
import type { Chart } from '../chart/chart.ts';
import { plannedStudies } from '../imaging/plan.ts';
import { dicomFile } from './dicom.ts';
import { drawSeries } from './draw.ts';

const batchSize = 24;

/** Draws the phantoms and stores them by STOW-RS; answers the number of instances. */
export async function storePhantoms(
  c: Connection,
  charts: readonly Chart[],
  progress: (message: string) => void,
): Promise<number> {
  let count = 0,
    batch: Buffer[] = [],
    running: Promise<unknown> = Promise.resolve();
  const flush = async () => {
    await running;
    const files = batch;
    batch = [];
    running = stow(c, files).then(({ failed, duplicates }) => {
      // of an earlier day's demonstration, with the date of then: the first one stays
      if (failed > duplicates) throw new Error(`${failed - duplicates} generated images were refused`);
    });
    running.catch(() => undefined);
  };
  for (const study of plannedStudies) {
    const chart = charts.find((x) => x.person.id === study.patientId);
    if (!chart) throw new Error(`no patient ${study.patientId} for a planned study`);
    const started = chart.calendar.at(study.day, study.hour);
    for (const series of study.series.keys()) {
      let instance = 0;
      for (const content of drawSeries(study, series)) {
        batch.push(dicomFile(chart.person, study, started, series, instance++, content));
        count++;
        if (batch.length >= batchSize) await flush();
        else await new Promise((done) => setImmediate(done)); // lets the store in flight go on
      }
    }
    progress(`images ${count}`);
  }
  if (batch.length > 0) await flush();
  await running;
  return count;
}
