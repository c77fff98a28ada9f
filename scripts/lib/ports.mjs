import { createServer } from 'node:net';
import { PlainError } from './plain-error.mjs';

/** Ports are asked for in blocks, so that more servers fit later: a demo has ten, the engines have twenty. */
export const demoBlock = 10;
export const enginesBlock = 20;
const lastPort = 65535;

/** What listens where in the block that begins with PORT. @param {number} first */
export const appPorts = (first) => ({
  bff: first,
  web: first + 1,
  sandbox: first + 2,
  bffInternal: first + 3,
  // another BFF process takes the place of the embedded servers: only the profile of the engines has one
  secondBff: first + 2,
  secondBffInternal: first + 4,
  companions: first + 5,
  appointments: first + 6,
  secondAppointments: first + 7,
  mailCatcher: first + 8,
  decisionSupport: first + 9,
});

/** @param {string | undefined} text @returns {number} */
export function parsePort(text) {
  const port = Number(text || 3000);
  const most = lastPort - demoBlock + 1;
  if (!Number.isInteger(port) || port < 1 || port > most)
    throw new PlainError(
      `PORT=${text} is not a port: a whole number from 1 to ${most} is needed (it begins a block of ten).`,
    );
  return port;
}

/**
 * Ends with one line if a port that this profile uses cannot be taken, or if the block lies in that of the engines.
 * @param {number} first @param {Record<string, string>} profile
 */
export async function requirePorts(first, profile) {
  if (profile['ENGINES_PORT']) await requireApart(first, Number(profile['ENGINES_PORT']));
  const ports = appPorts(first);
  /** @type {[number, string][]} */
  const used = [
    [ports.bff, 'the front door'],
    [ports.web, 'the web server'],
    [ports.bffInternal, 'the internal listener'],
  ];
  if (profile['SANDBOX_URL']) used.push([ports.sandbox, 'the embedded servers']);
  if (profile['BFF_PROCESSES'] === '2')
    used.push([ports.secondBff, 'the second BFF'], [ports.secondBffInternal, 'its internal listener']);
  if (profile['APPOINTMENTS_PROCESSES'] === '2')
    used.push([ports.appointments, "the agenda's engine"], [ports.secondAppointments, 'the second of it']);
  const companions = companionsOf(profile['COMPANIONS']);
  if (standIns(companions).length > 0) used.push([ports.companions, 'the companion servers']);
  if (companions.includes('decision-support')) used.push([ports.decisionSupport, 'decision support']);
  if (companions.includes('mail')) used.push([ports.mailCatcher, 'the mail catcher']);
  await requireFree(used, async () => `PORT=${await freePorts(nextHundred(first))} npm run demo`);
}

const knownCompanions = ['insi', 'mail', 'decision-support'];

/** What stands in for servers that are not a hospital's own; the profile or the shell names them: `COMPANIONS=insi,mail`. @param {string | undefined} text */
export function companionsOf(text) {
  const names = (text ?? '').split(',').flatMap((name) => name.trim() || []);
  const unknown = names.find((name) => !knownCompanions.includes(name));
  if (unknown)
    throw new PlainError(`COMPANIONS names ${unknown}, and there are only: ${knownCompanions.join(', ')}.`);
  return names;
}

/** Those of one process, which stand in for what is elsewhere; decision support is a server of its own. @param {string[]} names */
export const standIns = (names) => names.filter((name) => name !== 'decision-support');

/** Where the companion servers listen, and how the others reach them. @param {string | undefined} text @param {number} port @returns {Record<string, string>} */
export function companionSettings(text, port) {
  const names = companionsOf(text);
  const { companions, mailCatcher, decisionSupport } = appPorts(port);
  const at = `http://127.0.0.1:${companions}`;
  return {
    ...(standIns(names).length > 0 ? { COMPANIONS_PORT: String(companions) } : {}),
    ...(names.includes('insi') ? { INSI_URL: `${at}/insi` } : {}),
    ...(names.includes('mail')
      ? {
          MAIL_CATCHER_PORT: String(mailCatcher),
          MAIL_PAGE_URL: `${at}/mail`,
          SMTP_URL: `smtp://127.0.0.1:${mailCatcher}`,
          MAIL_FROM: 'rendez-vous@ch-valfleuri.example',
        }
      : {}),
    ...(names.includes('decision-support')
      ? {
          DECISION_SUPPORT_PORT: String(decisionSupport),
          CDS_SERVICES: `http://127.0.0.1:${decisionSupport}`,
        }
      : {}),
  };
}

/**
 * Ends with one line about the first of these ports that cannot be taken.
 * @param {[port: number, use: string][]} ports @param {() => Promise<string>} command that takes another block
 */
export async function requireFree(ports, command) {
  for (const [port, use] of ports) {
    const reason = await refusal(port);
    if (reason === 'EACCES')
      throw new PlainError(`Port ${port} (${use}) needs more rights; take another block: ${await command()}`);
    if (reason)
      throw new PlainError(
        `Port ${port} (${use}) is taken; stop what uses it, or take another block: ${await command()}`,
      );
  }
}

/** Ends with one line if the application's block and that of the engines share a port. @param {number} port @param {number} engines */
export async function requireApart(port, engines) {
  if (port + demoBlock <= engines || engines + enginesBlock <= port) return;
  throw new PlainError(
    `PORT=${port} takes ports ${port} to ${port + demoBlock - 1}, and ${engines} to ${engines + enginesBlock - 1} are the engines': take another block: PORT=${await freePorts(nextHundred(engines + enginesBlock))}`,
  );
}

/** The first port of a free block. @param {number} from @param {number} [size] */
export async function freePorts(from, size = demoBlock) {
  for (let first = from; first + size <= lastPort; first += 10) {
    const block = Array.from({ length: size }, (_, offset) => refusal(first + offset));
    if ((await Promise.all(block)).every((reason) => reason === null)) return first;
  }
  throw new PlainError(`No ${size} free ports in a row from ${from} on.`);
}

/** Where a search for another block begins: easy to remember. @param {number} port */
export const nextHundred = (port) => (port < 60_000 ? Math.floor(port / 100) * 100 + 100 : 3000);

/** Both loopbacks: "localhost" may be either to a browser. @param {number} port @returns {Promise<string | null>} */
async function refusal(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await new Promise((resolve) => {
      const probe = createServer();
      probe.once('error', (error) => resolve('code' in error ? error.code : 'unknown'));
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)));
    });
    if (code !== null && !['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(String(code)))
      return String(code);
  }
  return null;
}
