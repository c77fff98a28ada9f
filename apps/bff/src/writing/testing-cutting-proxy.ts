import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** What happens to one request on its way: `lost` never arrives, `unanswered` arrives and its answer does not come back. */
export type Fate = 'whole' | 'lost' | 'unanswered' | 'busy';

export interface CuttingProxy {
  url: string;
  /** Transactions that arrived at the server. */
  arrived: number;
  close(): Promise<void>;
}

/** Between a client and a FHIR server; `fateOf` is asked for each transaction that is sent, everything else passes. */
export async function startCuttingProxy(
  target: string,
  fateOf: (n: number) => Fate | Promise<Fate>,
): Promise<CuttingProxy> {
  const { hostname, port, pathname } = new URL(target);
  let asked = 0;
  const server = createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy());
  });
  const proxy: CuttingProxy = {
    url: '',
    arrived: 0,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const isTransaction = request.method === 'POST' && body.includes('"type":"transaction"');
    const fate = isTransaction ? await fateOf((asked += 1)) : 'whole';
    if (fate === 'lost') return void request.socket.destroy();
    if (fate === 'busy') return void response.writeHead(503).end();
    if (isTransaction) proxy.arrived += 1;
    const onward = ask({
      hostname,
      port,
      path: request.url,
      method: request.method,
      headers: { ...request.headers, host: `${hostname}:${port}` },
    });
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    const content = await bytesOf(answer);
    if (fate === 'unanswered') return void request.socket.destroy();
    // it comes in one piece here, however the server has cut it
    const { 'transfer-encoding': _, ...headers } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': content.length });
    response.end(content);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`;
  return proxy;
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
