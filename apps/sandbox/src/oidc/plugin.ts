import type { FastifyInstance } from 'fastify';
import type { SandboxOptions } from '../server.ts';

export async function oidcPlugin(_app: FastifyInstance, _options: SandboxOptions): Promise<void> {}
