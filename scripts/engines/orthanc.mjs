import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answers, pidOf, startDaemon, stopDaemon, waitFor } from './daemon.mjs';
import { render } from './plan.mjs';

export const name = 'orthanc';
export const title = 'Orthanc with DICOMweb';

/** @param {import('./plan.mjs').Plan} plan */
export async function start(plan) {
  const home = path.join(plan.dir, 'orthanc'),
    file = path.join(plan.dir, 'orthanc.json');
  mkdirSync(home, { recursive: true });
  writeFileSync(file, render('orthanc/orthanc.json', plan.vars), { mode: 0o600 });
  startDaemon(plan.dir, name, '/usr/sbin/Orthanc', [file]);
  await waitFor(plan.dir, name, () => healthy(plan), 60_000);
}

/** It answers 401: only the gateway knows its password. @param {import('./plan.mjs').Plan} plan */
export const healthy = async ({ dir, ports }) =>
  pidOf(dir, name) !== null &&
  answers(`http://127.0.0.1:${ports.orthanc}/system`, (response) => response.status === 401);

/** @param {import('./plan.mjs').Plan} plan */
export const stop = ({ dir }) => stopDaemon(dir, name);
