import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { companionsOf, freePorts, parsePort, requireApart, requirePorts, standIns } from './ports.mjs';

const sandbox = { SANDBOX_URL: 'http://localhost' };

/** Listens on a port until the test ends. */
async function take(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  );
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
/** Far from where other tests look, so that nobody takes a port in between. */
const from = 21_000 + (process.pid % 1000) * 20;

it('names the port that is taken, and a block that is free', async () => {
  const first = await freePorts(from);
  await requirePorts(first, sandbox);
  await take(first + 1);
  const refused = await requirePorts(first, sandbox).catch((error: Error) => error.message);
  expect(refused).toMatch(
    new RegExp(`^Port ${first + 1} \\(the web server\\) is taken; .*PORT=(\\d+) npm run demo$`),
  );
  await requirePorts(Number(/PORT=(\d+)/.exec(String(refused))?.[1]), sandbox);
});

it('needs only the ports that the profile uses', async () => {
  const first = await freePorts(from);
  await take(first + 4);
  await take(first + 9);
  await requirePorts(first, sandbox);
  await expect(requirePorts(first, { BFF_PROCESSES: '2' })).rejects.toThrow(
    `Port ${first + 4} (its internal listener) is taken`,
  );
});

it('looks for free ports block by block', async () => {
  const first = await freePorts(from);
  await take(first + 9);
  const next = await freePorts(first);
  expect(next).toBeGreaterThanOrEqual(first + 10);
  expect((next - first) % 10).toBe(0);
});

it('keeps the blocks of the application and of the engines apart', async () => {
  for (const port of [8070, 8100, 3000]) await requireApart(port, 8080);
  for (const port of [8071, 8080, 8099])
    await expect(requireApart(port, 8080)).rejects.toThrow(/8080 to 8099 are the engines'.*PORT=\d+$/);
  await expect(requirePorts(8090, { ENGINES_PORT: '8080' })).rejects.toThrow('8090 to 8099');
});

it('takes what begins a whole block', () => {
  expect([parsePort(undefined), parsePort('3105'), parsePort('65526')]).toEqual([3000, 3105, 65_526]);
  for (const wrong of ['65527', '0', '30.5', 'http']) expect(() => parsePort(wrong)).toThrow(wrong);
});

it('names the companion servers, and refuses one that there is not', () => {
  expect([undefined, '', ' insi ,', 'insi,mail'].map(companionsOf)).toEqual([
    [],
    [],
    ['insi'],
    ['insi', 'mail'],
  ]);
  expect(standIns(companionsOf('insi,decision-support'))).toEqual(['insi']);
  expect(() => companionsOf('insi,fax')).toThrow('fax');
});
