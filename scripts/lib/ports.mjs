import { createServer } from 'node:net';
import { PlainError } from './plain-error.mjs';

/** What stands on PORT, PORT+1, … */
const uses = ['the front door', 'the web server', 'the embedded servers', 'the internal listener'];

/** @param {string | undefined} text @returns {number} */
export function parsePort(text) {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65532)
    throw new PlainError(
      `PORT=${text} is not a port: a whole number from 1 to 65532 is needed (it and the next three are used).`,
    );
  return port;
}

/** Ends with one line if one of the four ports cannot be taken. @param {number} first */
export async function requirePorts(first) {
  for (const [offset, use] of uses.entries()) {
    const reason = await refusal(first + offset);
    if (reason === 'EACCES')
      throw new PlainError(
        `Port ${first + offset} (${use}) needs more rights; choose others: PORT=3100 npm run demo`,
      );
    if (reason)
      throw new PlainError(
        `Port ${first + offset} (${use}) is taken; stop what uses it, or choose others: PORT=${first === 3100 ? 3200 : 3100} npm run demo`,
      );
  }
}

/** Four free ports in a row for a stack of its own. @param {number} from */
export async function freePorts(from) {
  for (let first = from; first < 65000; first += 4) {
    const refusals = await Promise.all(uses.map((_, offset) => refusal(first + offset)));
    if (refusals.every((r) => r === null)) return first;
  }
  throw new PlainError('No four free ports in a row.');
}

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
