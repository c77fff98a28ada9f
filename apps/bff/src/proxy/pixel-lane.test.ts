import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { NotStartedError } from './pixel-connection.ts';
import { PixelLane } from './pixel-lane.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** An image server that answers byte for byte what is given, in the given pieces. */
async function imageServer(
  answer: (socket: net.Socket, turn: number, request: string) => void,
): Promise<{ url: URL; connections: () => number }> {
  let turn = 0,
    connections = 0;
  const open = new Set<net.Socket>();
  const server = net
    .createServer((socket) => {
      connections += 1;
      open.add(socket);
      socket
        .setNoDelay(true)
        .on('error', () => undefined)
        .on('data', (bytes) => {
          answer(socket, (turn += 1), bytes.toString('latin1'));
        });
    })
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}`),
    connections: () => connections,
  };
}

/** A front door that passes everything through a lane. */
async function door(
  url: URL,
): Promise<{
  get(options?: { read?: boolean }): Promise<{ status: number; body: Buffer }>;
  url: string;
  errors: unknown[];
  lane: PixelLane;
}> {
  const lane = new PixelLane(url),
    errors: unknown[] = [];
  const server = http
    .createServer((_request, out) => {
      lane
        .get(
          '/x',
          { accept: '*/*' },
          {
            out,
            begin: ({ status, headers }) => {
              out.statusCode = status;
              for (const name of ['content-length', 'content-type'])
                if (headers[name]) out.setHeader(name, headers[name]);
            },
          },
        )
        .catch((error: unknown) => {
          errors.push(error);
          if (error instanceof NotStartedError) {
            out.statusCode = 502;
            out.end();
          } else out.destroy();
        });
    })
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
    lane.close();
  });
  const address = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/`;
  return {
    url: address,
    errors,
    lane,
    get: async () => {
      const r = await fetch(address);
      return { status: r.status, body: Buffer.from(await r.arrayBuffer()) };
    },
  };
}

async function inPieces(socket: net.Socket, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    socket.write(bytes.subarray(at, at + size));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const sized = (body: Buffer, more = '') =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n${more}\r\n`), body]);
function chunked(body: Buffer, size: number): Buffer {
  const parts = Array.from({ length: Math.ceil(body.length / size) }, (_, i) =>
    body.subarray(i * size, (i + 1) * size),
  );
  return Buffer.concat([
    Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'),
    ...parts.flatMap((p) => [Buffer.from(`${p.length.toString(16)};a=b\r\n`), p, Buffer.from('\r\n')]),
    Buffer.from('0\r\nx-trailer: 1\r\n\r\n'),
  ]);
}

describe('bytes arrive as they were sent', () => {
  const body = randomBytes(20_001);
  test.each([
    ['with a length', sized(body)],
    ['in chunks', chunked(body, 5_003)],
    ['in small chunks', chunked(body, 7)],
    [
      'after an interim answer',
      Buffer.concat([Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'), sized(body)]),
    ],
  ])('%s, however it is cut', async (_name, bytes) => {
    const pieces = [1_000_000, 1_460, 977, 13];
    const server = await imageServer((socket, turn) => void inPieces(socket, bytes, pieces[turn - 1] ?? 1));
    const { get } = await door(server.url);
    for (const _ of pieces) expect((await get()).body.equals(body)).toBe(true);
    expect(server.connections()).toBe(1);
  });
  test('until the connection ends', async () => {
    const server = await imageServer((socket) =>
      socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), body])),
    );
    const { get } = await door(server.url);
    expect((await get()).body.equals(body)).toBe(true);
    expect((await get()).body.equals(body)).toBe(true);
    expect(server.connections()).toBe(2);
  });
  test('without a body', async () => {
    const { url } = await imageServer((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    const { get } = await door(url);
    expect([(await get()).status, (await get()).status]).toEqual([204, 204]);
  });
  test('to many browsers at a time, some of them slow, each its own', async () => {
    const size = 600_000,
      large = Array.from({ length: 80 }, (_, i) => Buffer.alloc(size, i + 1));
    const server = await imageServer((socket, turn) =>
      socket.write(sized(large[turn - 1] ?? Buffer.alloc(0))),
    );
    const { url } = await door(server.url);
    const seen = await Promise.all(
      large.map(async (_, i) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of (await fetch(url)).body ?? []) {
          pieces.push(piece as Uint8Array);
          if (i % 4 === 0)
            await new Promise((resolve) => {
              setTimeout(resolve, 2);
            });
        }
        return large.findIndex((sent) => sent.equals(Buffer.concat(pieces)));
      }),
    );
    expect(seen.sort((a, b) => a - b)).toEqual(large.map((_, i) => i));
    expect(server.connections()).toBeLessThanOrEqual(64);
  });
});

describe('what goes wrong', () => {
  test('a kept connection that the server closed meanwhile is not an answer', async () => {
    const server = await imageServer((socket, turn) => {
      if (turn === 1) socket.write(sized(Buffer.from('one')));
      else socket.destroy();
    });
    const { get, errors } = await door(server.url);
    expect((await get()).body.toString()).toBe('one');
    expect((await get()).status).toBe(502);
    expect(errors).toEqual([expect.any(NotStartedError)]);
  });
  test.each([
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 5\r\n\r\nabcde'],
    [
      'length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a folded header', 'HTTP/1.1 200 OK\r\nx: 1\r\n y\r\ncontent-length: 0\r\n\r\n'],
    ['not HTTP', 'SSH-2.0-x\r\n\r\n'],
    ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
    ['an unknown coding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['an endless head', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(90_000)}`],
  ])('%s ends the connection and nothing is passed on', async (_name, text) => {
    const server = await imageServer((socket) => socket.write(text));
    const { url, errors } = await door(server.url);
    await expect(fetch(url)).rejects.toThrow();
    expect(errors).toHaveLength(1);
  });
  test.each([
    ['too little', sized(Buffer.alloc(100)).subarray(0, -1)],
    [
      'a chunk longer than it says',
      Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n'),
    ],
  ])('%s breaks the answer off', async (_name, bytes) => {
    const server = await imageServer((socket) => socket.end(bytes));
    const { get } = await door(server.url);
    await expect(get()).rejects.toThrow();
  });
  test('bytes nobody asked for end the connection', async () => {
    const server = await imageServer((socket) =>
      socket.write(Buffer.concat([sized(Buffer.from('one')), sized(Buffer.from('forged'))])),
    );
    const { get } = await door(server.url);
    for (let i = 0; i < 3; i += 1) await get().catch(() => undefined);
    expect(server.connections()).toBe(3);
  });
  test('when the browser goes away the request to the image server ends', async () => {
    let ended = () => {};
    const gone = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const server = await imageServer((socket) => {
      socket
        .on('close', ended)
        .write(
          Buffer.concat([
            Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n'),
            Buffer.alloc(1_000_000),
          ]),
        );
    });
    const { url } = await door(server.url);
    const leaving = new AbortController();
    const response = await fetch(url, { signal: leaving.signal });
    leaving.abort();
    await gone;
    await expect(response.text()).rejects.toThrow();
  });
  test('no header of ours can be broken out of', async () => {
    const { lane } = await door(new URL('http://127.0.0.1:9'));
    const out = new http.ServerResponse(new http.IncomingMessage(new net.Socket()));
    await expect(lane.get('/x', { accept: 'a\r\nx: y' }, { out, begin: () => undefined })).rejects.toThrow(
      /Invalid character/,
    );
    await expect(lane.get('/x HTTP/1.1\r\nx: y', {}, { out, begin: () => undefined })).rejects.toThrow(
      NotStartedError,
    );
  });
});
