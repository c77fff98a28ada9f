import type { FastifyInstance } from 'fastify';
import type { SandboxOptions } from '../server.ts';

export async function dicomwebPlugin(_app: FastifyInstance, _options: SandboxOptions): Promise<void> {}
