// Long because all rows are measured on the same three studies, which take half a minute to store.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dicomObject, stowBody } from '../../packages/config/src/testing-dicom.ts';
import { entrust, membersOf } from '../import/care-team.ts';
import { connect, readSettings, type Connection } from '../wire/connection.ts';
import type { BenchRow, BenchStack } from './bench.ts';
import { percentile } from './bench.ts';
import { drainAll } from './frame-client.ts';
import { openBrowser, scrollRate, timesFromChart, timeToImage, type Timed } from './imaging-browser.ts';
import { startStockViewer } from './stock-viewer.ts';
import { callTrpc, signIn, type BenchVisitor } from './visitor.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export const name = 'Images: proxy, quick look, viewer';

const size = 512,
  frameBytes = size * size * 2;
const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;

export async function run(stack: BenchStack): Promise<BenchRow[]> {
  const connection = connect(readSettings(stack.settings)),
    { token } = connection;
  const direct = stack.settings['DICOMWEB_URL'] ?? '';
  const doctor = await signIn(stack, 'medecin');
  stack.note('storing two studies of 100 slices and one of 500 MB');
  const slices = await store(connection, stack, 100, 1);
  const next = await store(connection, stack, 100, 1, slices.patientId);
  const large = await store(connection, stack, 10, 100);

  stack.note('100 frames, 6 at a time, straight from the image server and through the BFF');
  const bearer = { authorization: `Bearer ${await token()}` },
    cookie = { cookie: doctor.headers['cookie'] ?? '' },
    accept = { accept: 'multipart/related; type=application/octet-stream; transfer-syntax=*' };
  const paths = Array.from(
    { length: 100 },
    (_, i) =>
      `/studies/${slices.study}/series/${slices.study}.1/instances/${slices.study}.1.${i + 1}/frames/1`,
  );
  const [straight, through]: [number[], number[]] = [[], []];
  for (let round = 0; round < 11; round += 1) {
    // In turns, so that both meet the same moments of the machine; the first round warms up.
    const a = await drainAll(direct, paths, { ...bearer, ...accept }),
      b = await drainAll(`${stack.publicUrl}/dicom-web`, paths, { ...cookie, ...accept });
    if (round > 0) {
      straight.push(a);
      through.push(b);
    }
  }
  const throughput = percentile(straight, 0.5) / percentile(through, 0.5);

  stack.note(
    `direct ${percentile(straight, 0.5).toFixed(0)} ms, through the BFF ${percentile(through, 0.5).toFixed(0)} ms`,
  );

  stack.note('500 MB through the BFF');
  const memory = await watched(stack.pids['bff'] ?? 0, () =>
    drain(`${stack.publicUrl}/dicom-web/studies/${large.study}`, {
      ...cookie,
      accept: 'multipart/related; type="application/dicom"',
    }),
  );

  stack.note(
    `${(memory.bytes / 1e6).toFixed(0)} MB in ${memory.ms.toFixed(0)} ms, memory grew by ${(memory.growth / 1e6).toFixed(0)} MB`,
  );

  const stock = await startStockViewer({ port: stack.freePort, dicomweb: direct, token });
  try {
    const cold: Timed[] = [],
      warm: Timed[] = [],
      stockCold: Timed[] = [],
      stockWarm: Timed[] = [],
      secondTab: Timed[] = [],
      first: Timed[] = [],
      second: Timed[] = [],
      scroll: number[] = [],
      look: Timed[] = [],
      lookCold: Timed[] = [];
    const study = await demoStudy(stack, doctor),
      images = `${stack.publicUrl}/patients/pat-demo/imaging`,
      stage = '[data-testid=quick-look-stage][data-state=image] canvas';
    for (let round = 0; round < 5; round += 1) {
      stack.note(`first images in the browser, round ${round + 1} of 5`);
      for (const click of [true, false]) {
        const browser = await openBrowser(stack, cookie.cookie);
        try {
          if (click) look.push(await timeToImage(browser, images, stage, `[data-study="${study}"] button`));
          else lookCold.push(await timeToImage(browser, `${images}?study=${study}`, stage));
        } finally {
          await browser.close();
        }
      }
      stack.note(
        `quick look ${look.at(-1)?.ms.toFixed(0)}, with its page ${lookCold.at(-1)?.ms.toFixed(0)} ms`,
      );
      const session = await openBrowser(stack, cookie.cookie);
      try {
        const list = `${stack.publicUrl}/patients/${slices.patientId}/imaging`;
        const [one, other] = await timesFromChart(session, list, [slices.study, next.study]);
        if (!one || !other) throw new Error('two studies were to be opened');
        first.push(one);
        second.push(other);
        stack.note(
          `from the chart: first study ${one.ms.toFixed(0)}, second study ${other.ms.toFixed(0)} ms`,
        );
      } finally {
        await session.close();
      }
      const ours = await openBrowser(stack, cookie.cookie),
        theirs = await openBrowser(stack, null);
      try {
        // In turns. The browser keeps compiled scripts from the second visit on: warm is what every day is, the third and
        // fourth. The second visit is to another study.
        for (let visit = 1; visit <= 4; visit += 1) {
          const viewerUrl = `/viewer?StudyInstanceUIDs=${visit === 2 ? next.study : slices.study}`;
          const theirTime = await timeToImage(theirs, `${stock.url}${viewerUrl}`, 'canvas'),
            ourTime = await timeToImage(ours, `${stack.publicUrl}/ohif${viewerUrl}`, 'canvas');
          if (visit === 1) {
            stockCold.push(theirTime);
            cold.push(ourTime);
          } else if (visit === 2) secondTab.push(ourTime);
          else {
            stockWarm.push(theirTime);
            warm.push(ourTime);
          }
          stack.note(`visit ${visit}: viewer ${ourTime.ms.toFixed(0)}, stock ${theirTime.ms.toFixed(0)} ms`);
        }
        if (round % 2 === 0) {
          const viewerUrl = `/viewer?StudyInstanceUIDs=${slices.study}`;
          const theirRate = await scrollRate(theirs, `${stock.url}${viewerUrl}`, 100),
            ourRate = await scrollRate(ours, `${stack.publicUrl}/ohif${viewerUrl}`, 100);
          scroll.push(ourRate / theirRate);
          stack.note(`scrolling: viewer ${ourRate.toFixed(1)}, stock ${theirRate.toFixed(1)} images/s`);
        }
      } finally {
        await ours.close();
        await theirs.close();
      }
    }
    const mid = (list: Timed[]) =>
      percentile(
        list.map((t) => t.ms),
        0.5,
      );
    const ratios = cold.map((ours, i) => ours.ms / (stockCold[i]?.ms ?? 0));
    return [
      {
        name: 'DICOMweb throughput, through the BFF to direct',
        value: throughput,
        unit: '×',
        target: '≥ 0.9',
        ok: throughput >= 0.9,
      },
      {
        name: '100 frames of 512 kB through the BFF',
        value: percentile(through, 0.5),
        unit: 'ms',
        target: '',
        ok: null,
      },
      {
        name: 'memory of the BFF while 500 MB stream, growth',
        value: memory.growth / 1e6,
        unit: 'MB',
        target: '< 100',
        ok: memory.growth < 100e6,
      },
      {
        name: '500 MB study through the BFF',
        value: memory.bytes / 1e6 / (memory.ms / 1000),
        unit: 'MB/s',
        target: '',
        ok: null,
      },
      {
        name: 'quick look, first image after the click',
        value: mid(look),
        unit: 'ms',
        target: '≤ 1500',
        ok: mid(look) <= 1500,
      },
      {
        name: 'quick look by its address, nothing cached, to stock OHIF cold',
        value: mid(lookCold) / mid(stockCold),
        unit: '×',
        target: '',
        ok: null,
      },
      {
        name: 'quick look by its address, nothing cached',
        value: mid(lookCold),
        unit: 'ms',
        target: '',
        ok: null,
      },
      { name: 'viewer, first image cold', value: mid(cold), unit: 'ms', target: '', ok: null },
      {
        name: 'viewer to stock OHIF on the bare server, cold',
        value: mid(cold) / mid(stockCold),
        unit: '×',
        target: '≤ 0.9',
        ok: mid(cold) / mid(stockCold) <= 0.9,
      },
      {
        name: 'the same, lowest of five rounds',
        value: Math.min(...ratios),
        unit: '×',
        target: '',
        ok: null,
      },
      {
        name: 'the same, highest of five rounds',
        value: Math.max(...ratios),
        unit: '×',
        target: '',
        ok: null,
      },
      {
        name: 'viewer to stock OHIF cold, ours warm',
        value: mid(warm) / mid(stockCold),
        unit: '×',
        target: '≤ 0.6',
        ok: mid(warm) / mid(stockCold) <= 0.6,
      },
      {
        name: 'viewer to stock OHIF, both warm',
        value: mid(warm) / mid(stockWarm),
        unit: '×',
        target: '≤ 0.7',
        ok: mid(warm) / mid(stockWarm) <= 0.7,
      },
      {
        name: 'viewer, second study of a session to the first, by clicks in the chart',
        value: mid(second) / mid(first),
        unit: '×',
        target: '≤ 0.5',
        ok: mid(second) / mid(first) <= 0.5,
      },
      {
        name: 'viewer, second study by its address in another tab, to the first',
        value: mid(secondTab) / mid(cold),
        unit: '×',
        target: '',
        ok: null,
      },
      { name: 'viewer, first study after the click', value: mid(first), unit: 'ms', target: '', ok: null },
      { name: 'viewer, second study after the click', value: mid(second), unit: 'ms', target: '', ok: null },
      {
        name: 'viewer to stock OHIF, images per second while scrolling',
        value: percentile(scroll, 0.5),
        unit: '×',
        target: '≥ 1.0',
        ok: percentile(scroll, 0.5) >= 1,
      },
      { name: 'stock OHIF, first image cold', value: mid(stockCold), unit: 'ms', target: '', ok: null },
      { name: 'viewer, first image warm', value: mid(warm), unit: 'ms', target: '', ok: null },
      { name: 'stock OHIF, first image warm', value: mid(stockWarm), unit: 'ms', target: '', ok: null },
    ];
  } finally {
    await stock.stop();
  }
}

/** `objects` objects of `frames` slices each, in the record of this patient, or of one of their own. */
async function store(
  connection: Connection,
  { settings }: BenchStack,
  objects: number,
  frames: number,
  patientId = `bench-${randomUUID().slice(0, 8)}`,
): Promise<{ study: string; patientId: string }> {
  const token = await connection.token();
  const study = uid();
  const pixels = Buffer.alloc(frameBytes * frames);
  for (let i = 0; i < pixels.length / 2; i += 1)
    pixels.writeUInt16LE(1000 + ((i * 13 + (i >> 9) * 7) & 511), i * 2);
  for (let i = 0; i < objects; i += frames > 1 ? 1 : 20) {
    const batch = Array.from({ length: Math.min(frames > 1 ? 1 : 20, objects - i) }, (_, n) =>
      dicomObject({
        study,
        series: `${study}.1`,
        instance: `${study}.1.${i + n + 1}`,
        number: i + n + 1,
        rows: size,
        columns: size,
        frames,
        pixels,
        patientId,
      }),
    );
    const { contentType, body } = stowBody(batch);
    const response = await fetch(`${settings['DICOMWEB_URL']}/studies`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
      body,
    });
    if (response.status !== 200)
      throw new Error(`STOW ${response.status}: ${(await response.text()).slice(0, 300)}`);
  }
  for (const resource of [
    {
      resourceType: 'Patient',
      id: patientId,
      name: [{ family: 'Mesure' }],
      identifier: [{ system: 'https://keneyapp.example/ipp', value: patientId }],
    },
    {
      resourceType: 'ImagingStudy',
      id: `im-${randomUUID()}`,
      status: 'available',
      subject: { reference: patientReference(patientId) },
      identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
      started: '2026-01-02',
    },
  ]) {
    const response = await fetch(`${settings['FHIR_URL']}/${resource.resourceType}/${resource.id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(resource),
    });
    if (!response.ok) throw new Error(`${resource.resourceType}: ${response.status}`);
  }
  await entrust(connection, [patientId], membersOf(['medecin']));
  return { study, patientId };
}

async function drain(url: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, { headers });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${url.split('/studies')[0]}`);
  let bytes = 0;
  for await (const chunk of response.body) bytes += (chunk as Uint8Array).length;
  return bytes;
}

/** Runs it and follows the resident memory of a process meanwhile. */
async function watched(
  pid: number,
  work: () => Promise<number>,
): Promise<{ growth: number; bytes: number; ms: number }> {
  const before = residentBytes(pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, residentBytes(pid));
  }, 20);
  const started = performance.now();
  try {
    return { bytes: await work(), growth: most - before, ms: performance.now() - started };
  } finally {
    clearInterval(timer);
  }
}

function residentBytes(pid: number): number {
  if (process.platform === 'linux')
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()) * 1024;
}

/** The latest CT of the demo patient. */
async function demoStudy(stack: BenchStack, doctor: BenchVisitor): Promise<string> {
  const [view] = await callTrpc<{ studies: { uid: string; modalities: string[] }[] }>(stack, doctor, {
    'imaging.list': { patientId: 'pat-demo' },
  });
  const found = view?.studies.find((s) => s.modalities.includes('CT'));
  if (!found) throw new Error('the demo patient has no CT');
  return found.uid;
}
