import { connectFhir } from '@keneyapp/fhir-client';
import { Access } from './access/access.ts';
import { AccessChanges } from './access/changes.ts';
import { createPolicyEngine } from './access/engine.ts';
import { AnchorFile } from './audit/anchor.ts';
import { signingKey } from './audit/checkpoint.ts';
import { Checkpointer } from './audit/checkpointer.ts';
import { DatabaseAuditRecorder } from './audit/recorder.ts';
import { retiredEntry } from './audit/retired-entry.ts';
import { AuditTrail } from './audit/trail.ts';
import type { Services } from './context.ts';
import { openDatabase, type Database } from './database/client.ts';
import { EmergencyAlerts } from './emergency/alerts.ts';
import { isSuspended, livingGrant } from './emergency/store.ts';
import { createUserDirectory } from './directory/create.ts';
import type { BffEnv } from './env.ts';
import { createCounter, type Counter } from './limits/counter.ts';
import { Lookups } from './limits/lookups.ts';
import { createLiveHub } from './live/in-process-hub.ts';
import { connectRedis, type RedisConnections } from './live/redis.ts';
import { createRedisHub } from './live/redis-hub.ts';
import { sessionCookieName } from './session/cookie.ts';
import { FailedSignIns } from './session/failed-sign-ins.ts';
import { keycloakEvents, ProviderEventReader } from './session/provider-events.ts';
import { createIdentityProvider, type IdentityProvider } from './session/provider.ts';
import { RequestSessions } from './session/request-session.ts';
import { createSeal } from './session/seal.ts';
import { SessionStore } from './session/store.ts';
import { SystemToken } from './session/system-token.ts';
import { SessionWatch } from './session/watch.ts';

/** Everything that lives as long as the process. */
export interface Process {
  services: Services;
  database: Database;
  provider: IdentityProvider;
  store: SessionStore;
  sessions: RequestSessions;
  watch: SessionWatch;
  systemToken: SystemToken;
  failedSignIns: FailedSignIns;
  /** What is wrong with reading what failed at the provider. */
  providerWarnings(): string[];
  /** Counts for limits, over all processes where there is Redis. */
  counter: Counter;
  /** Null when this process is alone. */
  redis: RedisConnections | null;
  close(): Promise<void>;
}

/** How often what has run out is swept, and open streams are checked against their session. */
const sweepMs = 5_000;

export async function startServices(env: BffEnv, onError: (error: unknown) => void): Promise<Process> {
  const database = await openDatabase(env.DATABASE_URL, { migrationUrl: env.DATABASE_MIGRATION_URL });
  const { db } = database;
  const seal = createSeal(env.DATA_KEY);
  const provider = createIdentityProvider(env);
  const watch = new SessionWatch(database);
  await watch.start();
  const store = new SessionStore({
    db,
    seal,
    provider,
    watch,
    limits: { idleMs: env.SESSION_IDLE_MINUTES * 60_000, absoluteMs: env.SESSION_ABSOLUTE_HOURS * 3_600_000 },
  });
  const sweeper = setInterval(() => {
    store.sweep().catch(onError);
  }, sweepMs).unref();
  const systemToken = new SystemToken(provider);
  const fhir = connectFhir({ baseUrl: env.FHIR_URL, timeoutMs: env.FHIR_TIMEOUT_SECONDS * 1_000 });
  const systemFhir = fhir.client({ token: () => systemToken.get() });
  const policy = await createPolicyEngine(env);
  const redis = env.REDIS_URL ? connectRedis(env.REDIS_URL) : null;
  const counter = createCounter(redis?.commands ?? null);
  const accessChanges = new AccessChanges(database);
  const emergencyAlerts = new EmergencyAlerts(database);
  await Promise.all([accessChanges.start(), emergencyAlerts.start()]);
  const emergency = {
    living: (userId: string, patientId: string, now: Date) => livingGrant(db, { userId, patientId, now }),
    isSuspended: (userId: string) => isSuspended(db, userId),
  };

  const key = signingKey(env.AUDIT_SIGNING_KEY),
    anchor = new AnchorFile(env.AUDIT_ANCHOR_FILE);
  const checkpointer = new Checkpointer(database, { key, anchor, onError });
  const audit = new DatabaseAuditRecorder(database, undefined, checkpointer.appended);
  const trail = new AuditTrail({
    database,
    checkpointer,
    key,
    anchor,
    keptYears: env.AUDIT_KEPT_YEARS,
    onRetired: (retirement) => audit.record(retiredEntry(retirement)),
    onError,
  });
  trail.start();

  const failedSignIns = new FailedSignIns(audit, onError);
  const providerEvents = env.USER_DIRECTORY?.startsWith('keycloak:')
    ? new ProviderEventReader({
        events: keycloakEvents(env.USER_DIRECTORY.slice('keycloak:'.length).replace(/\/+$/, ''), () =>
          systemToken.get(),
        ),
        failed: failedSignIns,
        // beside the logout tokens: what the provider told us once is not taken twice
        isNew: (jti, expiresAt) =>
          store.acceptLogoutToken({ issuer: `${env.OIDC_ISSUER}#events`, jti, expiresAt }),
        onError,
      }).start()
    : null;

  const services: Services = {
    env,
    db,
    seal,
    trail,
    audit,
    live: redis ? createRedisHub(redis, onError) : createLiveHub(),
    policy,
    lookups: new Lookups(counter, env.RATE_LIMIT_FACTOR),
    accessChanges,
    emergencyAlerts,
    accessFor: (who) => new Access({ policy, systemFhir, emergency }, who),
    fhirFor: (session, requestId, signal) =>
      fhir.client({ token: () => session.accessToken(), requestId, ...(signal ? { signal } : {}) }),
    systemFhir,
    sessionStore: store,
    directory: createUserDirectory(env.USER_DIRECTORY, () => systemToken.get()),
  };
  return {
    services,
    database,
    provider,
    store,
    watch,
    systemToken,
    failedSignIns,
    providerWarnings: () => providerEvents?.warnings() ?? [],
    counter,
    redis,
    sessions: new RequestSessions(store, sessionCookieName(env.PUBLIC_URL)),
    close: async () => {
      clearInterval(sweeper);
      providerEvents?.stop();
      await failedSignIns.stop().catch(onError);
      await trail.stop();
      redis?.close();
      await fhir.close();
      await policy.close();
      await database.close();
    },
  };
}
