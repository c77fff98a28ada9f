import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import {
  bffSettings,
  callMutation,
  newSandboxAccount,
  sandboxSystemToken,
  signInOverHttp,
  startTestSandbox,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import type { Resource } from '@medplum/fhirtypes';
import { z } from 'zod';
import { appRouter } from '../app-router.ts';
import { readEnv } from '../env.ts';
import { startBff } from '../server.ts';
import { router, unitOperation } from '../trpc.ts';

const written = z.object({
  key: z.uuid(),
  parts: z.array(
    z.object({
      resource: z.custom<Resource>(),
      /** Written over this one; without it, and with an id, under that id; else made anew. */
      version: z.string().optional(),
    }),
  ),
});
/** No feature writes what belongs to a unit yet: one that writes whatever it is told to, under the right of an operation there is. */
const testRouter = router({
  ...appRouter._def.record,
  administration: router({
    saveSettings: unitOperation('administration.save-settings')
      .input(written)
      .mutation(({ ctx, input }) =>
        ctx.write({
          key: input.key,
          plan: (transaction) => {
            for (const [i, { resource, version }] of input.parts.entries())
              if (version !== undefined) transaction.update(resource, version);
              else if (resource.id) transaction.createOnce(resource);
              else transaction.create(String(i), resource);
            return Promise.resolve();
          },
        }),
      ),
    setActive: unitOperation('administration.set-active')
      .input(z.object({ resource: z.custom<Resource>() }))
      .mutation(({ ctx, input }) => ctx.fhir.update(input.resource as Resource & { id: string })),
    read: unitOperation('administration.read')
      .input(written)
      .query(({ ctx, input }) =>
        ctx.write({
          key: input.key,
          plan: (transaction) => {
            for (const { resource } of input.parts) transaction.create('0', resource);
            return Promise.resolve();
          },
        }),
      ),
  }),
});

export interface Units {
  fhir: FhirClient;
  bff: RunningBff;
  signIn(username: string): Promise<Visitor>;
  write(who: Visitor, input: z.input<typeof written>): Promise<Response>;
  stop(): Promise<void>;
}

/** The application with that router, on a sandbox of its own with two units and their people. */
export async function startUnits(house: readonly Resource[], people: Record<string, string>): Promise<Units> {
  const sandbox = await startTestSandbox();
  const server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  const fhir = server.client({ token: () => Promise.resolve(token) });
  for (const resource of house) await fhir.update(resource as Resource & { id: string });
  for (const [username, fhirUser] of Object.entries(people))
    await newSandboxAccount(sandbox, { username, role: 'admin', fhirUser });
  const env = bffSettings(sandbox);
  const running = await startBff(readEnv(env), testRouter);
  const none = () => Promise.resolve();
  const internalUrl = env['BFF_INTERNAL_URL'] ?? '';
  const bff: RunningBff = { url: running.url, internalUrl, env, stop: none, kill: none };
  return {
    fhir,
    bff,
    signIn: (username) => signInOverHttp(bff, sandbox, username),
    write: (who, input) => callMutation(bff, who, 'administration.saveSettings', input),
    stop: async () => {
      await running.close();
      await server.close();
      await sandbox.stop();
    },
  };
}
