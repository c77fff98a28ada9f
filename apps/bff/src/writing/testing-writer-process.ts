// A process of its own that writes, so that it can be killed: keys come in by lines, `ok <key>` or `no <key> <why>` go out.
import { createInterface } from 'node:readline';
import { Settler } from './settler.ts';
import { requestOf, startWriting, valuesOf } from './testing-writing.ts';

export interface WriterProcessOptions {
  databaseUrl: string;
  dataKey: string;
  fhirUrl: string;
  token: string | null;
  patientId: string;
}

const { patientId, token, ...options } = JSON.parse(process.argv[2] ?? '') as WriterProcessOptions;
const writing = await startWriting({ ...options, token: () => Promise.resolve(token), timeoutMs: 5_000 });
const settler = new Settler({
  intents: writing.intents,
  writer: writing.writer,
  fhirOf: () => Promise.resolve(writing.fhir),
  onError: (error) => console.error(error),
}).start();
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const underWay = new Set<Promise<void>>();

async function write(key: string): Promise<void> {
  try {
    await writing.writer.write(requestOf(writing.fhir, patientId, { key }, key), {
      key,
      plan: (transaction) => {
        valuesOf(patientId, key).forEach((value, i) => transaction.create(String(i), value));
        return Promise.resolve();
      },
    });
    say(`ok ${key}`);
  } catch (error) {
    say(`no ${key} ${error instanceof Error ? error.message : 'failed'}`);
  }
}

say('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const job = write(line).finally(() => underWay.delete(job));
  underWay.add(job);
}
// the input is over: what is under way ends, what is open is settled
await Promise.all(underWay);
const end = Date.now() + 70_000;
while ((await writing.intents.open(1)).length > 0 && Date.now() < end) await settler.look();
await settler.stop();
await writing.close();
say('done');
