import path from 'node:path';
import { defineConfig } from 'prisma/config';

/** For the Prisma command line (`prisma generate`, `prisma migrate deploy`); the BFF itself applies migrations at start. */
export default defineConfig({
  schema: path.join(import.meta.dirname, 'prisma/schema'),
  migrations: { path: path.join(import.meta.dirname, 'prisma/migrations') },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost:5432/keneyapp' },
});
