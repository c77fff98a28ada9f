import path from 'node:path';
import { answers, pidOf, startDaemon, stopDaemon, waitFor } from './daemon.mjs';
import { hapi } from './install.mjs';

export const name = 'hapi';
export const title = 'HAPI FHIR';
const java = '/usr/lib/jvm/java-17-openjdk-amd64/bin/java';

/** @param {import('./plan.mjs').Plan} plan @param {(text: string) => void} note */
export const install = ({ tools }, note) => hapi(tools, note).then(() => {});

/** @param {import('./plan.mjs').Plan} plan @param {(text: string) => void} note */
export async function start(plan, note) {
  const { dir, ports, secrets, vars, tools } = plan;
  const jar = await hapi(tools, note);
  startDaemon(dir, name, java, ['-Xmx3g', '-XX:+UseParallelGC', '-jar', jar], {
    env: {
      HAPI_PORT: String(ports.hapi),
      HAPI_BASE_URL: `http://127.0.0.1:${ports.hapi}/fhir`,
      HAPI_DATABASE_URL: `jdbc:postgresql://127.0.0.1:${ports.postgres}/hapi`,
      HAPI_DATABASE_PASSWORD: secrets['HAPI_DATABASE_PASSWORD'] ?? '',
      HAPI_TERMINOLOGY_INDEX: path.join(dir, 'hapi-terminology'),
      OIDC_ISSUER: vars['OIDC_ISSUER'] ?? '',
      HOOK_ORIGINS: [
        `http://${vars['BFF_1_INTERNAL']}`,
        `http://${vars['BFF_2_INTERNAL']}`,
        `http://${vars['LISTEN_BFF_INTERNAL']}`,
      ].join(','),
    },
  });
  await waitFor(dir, name, () => healthy(plan), 600_000);
}

/** @param {import('./plan.mjs').Plan} plan */
export const healthy = async ({ dir, ports }) =>
  pidOf(dir, name) !== null && answers(`http://127.0.0.1:${ports.hapi}/fhir/metadata?_summary=true`);

/** @param {import('./plan.mjs').Plan} plan */
export const stop = ({ dir }) => stopDaemon(dir, name);
