import { createApp } from './app.ts';
import { readEnv } from './env.ts';

const env = readEnv();
const app = createApp(env);
const url = await app.listen({ host: env.HOST, port: env.DECISION_SUPPORT_PORT });
console.log(`ready ${url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void app.close().then(() => process.exit(0)));
