import net from 'node:net';

/**
 * Fetches paths over `width` kept connections and throws the bytes away; resolves with the milliseconds it took. Reads
 * into one buffer a connection: a general client needs as much of the two processors as the servers that are measured.
 * Throws for any answer but 200.
 */
export async function drainAll(
  root: string,
  paths: readonly string[],
  headers: Record<string, string>,
  width = 6,
): Promise<number> {
  const url = new URL(root),
    queue = [...paths],
    started = performance.now();
  const head = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  await Promise.all(
    Array.from(
      { length: width },
      () =>
        new Promise<void>((resolve, reject) => {
          let left = -1,
            isChunked = false;
          const next = () => {
            const path = queue.shift();
            if (path === undefined) {
              socket.destroy();
              resolve();
              return;
            }
            left = -1;
            socket.write(`GET ${url.pathname}${path} HTTP/1.1\r\nhost: ${url.host}\r\n${head}\r\n`);
          };
          const read = (bytes: Buffer) => {
            let body = bytes;
            if (left < 0) {
              const end = bytes.indexOf('\r\n\r\n'),
                text = bytes.toString('latin1', 0, Math.max(end, 0));
              if (end < 0 || !text.startsWith('HTTP/1.1 200')) {
                socket.destroy();
                reject(new Error(`${root}: ${text.split('\r\n')[0] ?? 'no answer'}`));
                return;
              }
              isChunked = /\r\ntransfer-encoding: chunked/i.test(text);
              left = isChunked ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
              body = bytes.subarray(end + 4);
            }
            if (!isChunked) left -= body.length;
            if (isChunked ? body.subarray(-5).equals(lastChunk) : left === 0) next();
          };
          const socket: net.Socket = net.connect({
            host: url.hostname,
            port: Number(url.port),
            noDelay: true,
            onread: {
              buffer: Buffer.allocUnsafe(1 << 18),
              callback: (count, buffer) => {
                read((buffer as Buffer).subarray(0, count));
                return true;
              },
            },
          });
          socket.once('error', reject).once('connect', next);
        }),
    ),
  );
  return performance.now() - started;
}

const lastChunk = Buffer.from('0\r\n\r\n');
