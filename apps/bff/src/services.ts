import { connectFhir } from '@keneyapp/fhir-client';
import { Access } from './access/access.ts';
import { startBooking } from './booking/start.ts';
import { capabilitiesOf } from './access/capabilities.ts';
import { AccessChanges } from './access/access-changes.ts';
import { createPolicyEngine } from './access/engine.ts';
import { tellAltered } from './audit/altered.ts';
import { AnchorFile } from './audit/anchor.ts';
import { signingKey } from './audit/checkpoint.ts';
import { Checkpointer } from './audit/checkpointer.ts';
import { DatabaseAuditRecorder } from './audit/recorder.ts';
import { retiredEntry } from './audit/retired-entry.ts';
import { AuditTrail } from './audit/trail.ts';
import type { Services } from './context.ts';
import { openDatabase, type Database } from './database/client.ts';
import { EmergencyAlerts } from './emergency/alerts.ts';
import { isSuspended, activeGrant } from './emergency/store.ts';
import { createUserDirectory } from './directory/create.ts';
import type { BffEnv } from './env.ts';
import { Health, httpChecks } from './health.ts';
import { Formulary } from './ordering/formulary.ts';
import { DecisionSupport } from './decision-support/client.ts';
import { Rehearsals } from './decision-support/rehearsal/rehearsals.ts';
import { connectInsi } from './insi/connect.ts';
import { connectTerminology } from './terminology/connect.ts';
import { Housekeeping } from './events/housekeeping.ts';
import { EventTail } from './events/tail.ts';
import { ChartPresence } from './live/presence.ts';
import { Escalation } from './inbox/escalation.ts';
import { IdentityIndex } from './identities/identity-index.ts';
import { Merges } from './merging/merges.ts';
import { Inbox } from './inbox/inbox.ts';
import { createCounter, type Counter } from './limits/counter.ts';
import { Lookups } from './limits/lookups.ts';
import { Streams } from './limits/streams.ts';
import { connectRedis, type RedisConnections } from './limits/redis.ts';
import { Typesetter } from './pdf/typesetter.ts';
import { sessionCookieName } from './session/cookie.ts';
import { FailedSignIns } from './session/failed-sign-ins.ts';
import { keycloakEvents, ProviderEventReader } from './session/provider-events.ts';
import { reasonAtProvider } from './session/provider-reason.ts';
import { createIdentityProvider, type IdentityProvider } from './session/provider.ts';
import { RequestSessions } from './session/request-session.ts';
import { Reencryption } from './reencryption.ts';
import { createDataCipher } from './session/data-cipher.ts';
import type { AlteredRow } from './session/row-marks.ts';
import { SessionStore } from './session/store.ts';
import { SystemToken } from './session/system-token.ts';
import { SessionWatch } from './session/watch.ts';
import { TerminologyCache } from './terminology/cache.ts';
import { Owners } from './terminology/owners.ts';
import { Terminology } from './terminology/terminology.ts';
import { TerminologyServer } from './terminology/terminology-server.ts';
import { Intents } from './writing/intents.ts';
import { Settler } from './writing/settler.ts';
import { ChartWriter } from './writing/writer.ts';

/** Everything that lives as long as the process. */
export interface StartedServices {
  services: Services;
  database: Database;
  provider: IdentityProvider;
  store: SessionStore;
  sessions: RequestSessions;
  watch: SessionWatch;
  systemToken: SystemToken;
  failedSignIns: FailedSignIns;
  streams: Streams;
  /** What is wrong with background work: reading what failed at the provider, sealing again. */
  warnings(): string[];
  /** Counts for limits, over all processes where there is Redis. */
  counter: Counter;
  /** Null when this process is alone. */
  redis: RedisConnections | null;
  close(): Promise<void>;
}

/** How often what has run out is swept, and open streams are checked against their session. */
const sweepMs = 5_000;

export async function startServices(
  env: BffEnv,
  onError: (error: unknown) => void,
): Promise<StartedServices> {
  const database = await openDatabase(env.DATABASE_URL, { migrationUrl: env.DATABASE_MIGRATION_URL });
  const { db } = database;
  const cipher = createDataCipher(env.DATA_KEY, ...env.DATA_KEYS_OLD);
  const provider = createIdentityProvider(env);
  const systemToken = new SystemToken(provider, 'record');
  const directoryToken = new SystemToken(provider, 'accounts');
  const directory = createUserDirectory(env.USER_DIRECTORY, () => directoryToken.get());
  const watch = new SessionWatch(database);
  await watch.start();
  const onAltered = (row: AlteredRow): Promise<void> => tell(row);
  const store = new SessionStore({
    db,
    cipher,
    provider,
    watch,
    onAltered,
    reasonAtProvider: (person) => reasonAtProvider(directory, person),
    limits: {
      idleMs: env.SESSION_IDLE_MINUTES * 60_000,
      absoluteMs: env.SESSION_ABSOLUTE_HOURS * 3_600_000,
      perPerson: env.SESSIONS_PER_PERSON,
    },
  });
  const sweeper = setInterval(() => {
    store.sweep().catch(onError);
  }, sweepMs).unref();
  const fhir = connectFhir({ baseUrl: env.FHIR_URL, timeoutMs: env.FHIR_TIMEOUT_SECONDS * 1_000 });
  const systemFhir = fhir.client({ token: () => systemToken.get() });
  const fhirFor: Services['fhirFor'] = (session, requestId, signal) =>
    fhir.client({ token: () => session.accessToken(), requestId, ...(signal ? { signal } : {}) });
  const policy = await createPolicyEngine(env);
  const redis = env.REDIS_URL ? connectRedis(env.REDIS_URL) : null;
  const counter = createCounter(redis?.commands ?? null);
  const accessChanges = new AccessChanges(database);
  const emergencyAlerts = new EmergencyAlerts(database);
  await Promise.all([accessChanges.start(), emergencyAlerts.start()]);
  const emergency = {
    activeGrant: (userId: string, patientId: string, now: Date) =>
      activeGrant(db, cipher, { userId, patientId, now }, onAltered),
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

  const tell = tellAltered(audit, (row) =>
    onError(new Error(`${row.how} row ${row.id} of ${row.table}: it gives no rights and was ended`)),
  );
  const failedSignIns = new FailedSignIns(audit, onError);
  const providerEvents = env.USER_DIRECTORY?.startsWith('keycloak:')
    ? new ProviderEventReader({
        events: keycloakEvents(env.USER_DIRECTORY.slice('keycloak:'.length).replace(/\/+$/, ''), () =>
          directoryToken.get(),
        ),
        failed: failedSignIns,
        // beside the logout tokens: what the provider told us once is not taken twice
        isNew: (jti, expiresAt) =>
          store.acceptLogoutToken({ issuer: `${env.OIDC_ISSUER}#events`, jti, expiresAt }),
        onError,
      }).start()
    : null;

  const bounds = { stayUnseenDays: env.STAY_UNSEEN_DAYS, stayLongestDays: env.STAY_LONGEST_DAYS };
  const reencryption =
    env.DATA_KEYS_OLD.length > 0 ? new Reencryption({ db, cipher, onError }).start() : null;
  const events = await new EventTail(database, onError).start();
  const presence = await new ChartPresence(database, onError).start();
  const housekeeping = new Housekeeping(database, onError).start();
  const intents = new Intents(database, cipher);
  const writer = new ChartWriter({ database, intents, audit, systemFhir, accessChanges, onError });
  const fhirOf = async (sessionId: string) => {
    const token = await store.tokenOf(sessionId);
    return token === null ? null : fhir.client({ token: () => Promise.resolve(token) });
  };
  const settler = new Settler({ intents, writer, fhirOf, onError }).start();
  const merges = new Merges({ database, systemFhir, cipher, writer, intents, fhirOf, onError }).start();
  const inbox = await new Inbox({ database, systemFhir, onError }).start();
  const identities = new IdentityIndex({ database, systemFhir, cipher, onError }).start();
  const escalation = new Escalation({ database, systemFhir, audit, inbox, onError }).start();
  const capabilities = capabilitiesOf({ systemFhir, fhirFor, fhirUrl: env.FHIR_URL });
  const terminologyConnection = connectTerminology(env, fhir, () => systemToken.get());
  const terminology = await new Terminology({
    server: new TerminologyServer(terminologyConnection.client),
    cache: new TerminologyCache(redis?.commands ?? null),
    db,
    onError,
  }).start();
  const booking = await startBooking({
    ...{ env, database, systemFhir, audit, onError },
    house: capabilities.receptionUnits,
  });
  const typesetter = new Typesetter();
  const decisionSupport = new DecisionSupport(env);
  const services: Services = {
    env,
    db,
    cipher,
    trail,
    audit,
    events,
    presence,
    writer,
    inbox: { written: (references) => inbox.written(references), rows: database.rows },
    identities: {
      alike: (traits, max) => identities.alike(traits, max),
      alikeRecord: (patientId, max) => identities.alikeRecord(patientId, max),
      compare: (pairs) => identities.compare(pairs),
      isFilled: () => identities.isFilled(),
      written: (patient) => identities.written(patient),
      rows: database.rows,
    },
    merges,
    appointments: booking.service,
    locks: database.locks,
    policy,
    lookups: new Lookups(counter, env.RATE_LIMIT_FACTOR),
    accessChanges,
    emergencyAlerts,
    accessFor: (who) =>
      new Access(
        { policy, systemFhir, emergency, leadingTo: (ids) => merges.records.leadingTo(ids), bounds },
        who,
      ),
    fhirFor,
    systemFhir,
    capabilities,
    terminology,
    typesetter,
    owners: new Owners(capabilities.workplaces),
    sessionStore: store,
    directory,
    decisionSupport,
    formulary: new Formulary(env.FORMULARY_FILE),
    rehearsals: new Rehearsals({
      ...{ db, terminology, decisionSupport, onError },
      fhir: capabilities.rehearsedOrders,
    }),
    insi: connectInsi(env),
    health: new Health({
      oidc: () => provider.ping(),
      ...httpChecks(env, () => systemToken.get()),
      database: () => database.ping(),
      ...(redis ? { redis: () => redis.ping() } : {}),
    }),
  };
  return {
    services,
    database,
    provider,
    store,
    watch,
    systemToken,
    failedSignIns,
    streams: new Streams(env.RATE_LIMIT_FACTOR),
    warnings: () => [
      ...(providerEvents?.warnings() ?? []),
      ...(reencryption?.warnings() ?? []),
      ...housekeeping.warnings(),
      ...inbox.warnings(),
      ...escalation.warnings(),
      ...booking.warnings(),
    ],
    counter,
    redis,
    sessions: new RequestSessions(store, sessionCookieName(env.PUBLIC_URL)),
    close: async () => {
      clearInterval(sweeper);
      providerEvents?.stop();
      reencryption?.stop();
      await booking.stop();
      await merges.stop();
      await settler.stop();
      await presence.stop();
      await escalation.stop();
      await identities.stop();
      await inbox.stop();
      await events.stop();
      await housekeeping.stop();
      await failedSignIns.stop().catch(onError);
      await trail.stop();
      await terminology.stop();
      await typesetter.close();
      redis?.close();
      await terminologyConnection.close();
      await fhir.close();
      await policy.close();
      await database.close();
    },
  };
}
