import { TRPCError } from '@trpc/server';
import type { Context } from '../../context.ts';
import type { DirectoryPerson } from '../../directory/directory.ts';
import { browserOf } from '../../session/browser.ts';
import type { Session } from '../../session/session.ts';
import { saveEmergencySettings, storedEmergencySettings } from '../../emergency/settings.ts';
import { orderTables, type OrderTables } from '../../ordering/tables.ts';
import { router, unitOperation } from '../../trpc.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { changeAccount, denied, inDirectory, notOneself } from './accounts.ts';
import { join, leave, practitionerOf, services } from './memberships.ts';
import { createAccount } from './new-account.ts';
import { accountsWithoutRole, rows, type Around } from './people.ts';
import {
  addMembershipInput,
  createAccountInput,
  endSessionInput,
  peopleInput,
  peoplePerPage,
  removeMembershipInput,
  saveSettingsInput,
  setActiveInput,
  setRoleInput,
} from './schema.ts';
import type {
  CreatedAccount,
  NewAccountView,
  PeopleView,
  PersonRow,
  ServersView,
  ServiceChoice,
  SessionsView,
  SettingsView,
  WithoutRoleView,
} from './view.ts';

/** More sessions than a hospital has at a time on one page; beyond it the view says that it is not all. */
const maxSessions = 2_000;
type Ctx = Context & { session: Session; fhir: Around['fhir'] };

const reading = unitOperation('administration.read');

export const administrationRouter = router({
  people: reading.input(peopleInput).query(async ({ ctx, input: { text, page } }): Promise<PeopleView> => {
    const found = await inDirectory(ctx, (directory) =>
      directory.find({ text, start: (page - 1) * peoplePerPage, count: peoplePerPage }),
    );
    ctx.auditResources(...found.people.map(({ username }) => `account:${username}`));
    return {
      total: found.total,
      page,
      perPage: peoplePerPage,
      people: await rows(found.people, await around(ctx)),
    };
  }),
  /** Active accounts without a role, of the first two thousand. */
  withoutRole: reading.query(async ({ ctx }): Promise<WithoutRoleView> => {
    const { people, isPartial } = await inDirectory(ctx, accountsWithoutRole);
    ctx.auditResources(...people.map(({ username }) => `account:${username}`));
    return {
      people: people.map(({ id, username, displayName }) => ({ id, username, displayName })),
      isPartial,
    };
  }),
  servers: reading.query(async ({ ctx }): Promise<ServersView> => {
    const state = await ctx.services.health.state();
    return {
      servers: Object.entries(state).map(([name, server]) => ({ name, ...server })),
      at: new Date().toISOString(),
    };
  }),
  setActive: unitOperation('administration.set-active')
    .input(setActiveInput)
    .mutation(async ({ ctx, input: { personId, active, version } }): Promise<PersonRow> => {
      ctx.auditResources(`account:${personId}`, `active:${active}`);
      return row(
        ctx,
        await changeAccount(ctx, personId, active ? 'administration' : 'deactivated', (directory) =>
          directory.setActive(personId, active, version),
        ),
      );
    }),
  setRole: unitOperation('administration.set-role')
    .input(setRoleInput)
    .mutation(async ({ ctx, input: { personId, role, version } }): Promise<PersonRow> => {
      ctx.auditResources(`account:${personId}`, `role:${role}`);
      return row(
        ctx,
        await changeAccount(ctx, personId, 'role-changed', async (directory) => {
          // what ties an account to the record of a patient would open it to the staff's role
          if (/^(Patient|RelatedPerson)\//.test((await directory.get(personId)).fhirUser ?? ''))
            throw denied('patient-account');
          return directory.setRole(personId, role, version);
        }),
      );
    }),

  newAccount: reading.query(async ({ ctx }): Promise<NewAccountView> => ({
    firstAccess: await inDirectory(ctx, async (directory) => directory.firstAccess),
    services: await services(ctx.fhir),
    consoleUrl: consoleUrlOf(ctx.services.env),
  })),
  createAccount: unitOperation('administration.create-account')
    .input(createAccountInput)
    .mutation(async ({ ctx, input }): Promise<CreatedAccount> => {
      const { person, ...made } = await createAccount(
        { services: ctx.services, read: ctx.fhir, write: writer(ctx), auditResources: ctx.auditResources },
        input,
      );
      return { person: await row(ctx, person), ...made };
    }),

  services: reading.query(({ ctx }): Promise<ServiceChoice[]> => services(ctx.fhir)),
  addMembership: unitOperation('administration.add-membership')
    .input(addMembershipInput)
    .mutation(async ({ ctx, input: { personId, serviceId } }): Promise<PersonRow> => {
      const { person, practitioner } = await practitionerBehind(ctx, personId);
      ctx.auditResources(`account:${personId}`, `Organization/${serviceId}`);
      ctx.auditResources(
        `PractitionerRole/${await join(ctx.fhir, writer(ctx), { reference: practitioner, display: person.displayName }, serviceId)}`,
      );
      return row(ctx, person);
    }),
  removeMembership: unitOperation('administration.remove-membership')
    .input(removeMembershipInput)
    .mutation(async ({ ctx, input: { personId, membershipId, version } }): Promise<PersonRow> => {
      const { person, practitioner } = await practitionerBehind(ctx, personId);
      ctx.auditResources(`account:${personId}`, `PractitionerRole/${membershipId}`);
      await leave(ctx.fhir, writer(ctx), practitioner, membershipId, version);
      return row(ctx, person);
    }),

  sessions: reading.query(async ({ ctx }): Promise<SessionsView> => {
    const sessions = await ctx.services.sessionStore.active({ limit: maxSessions + 1 });
    return {
      truncated: sessions.length > maxSessions,
      sessions: sessions
        .slice(0, maxSessions)
        .map(
          ({
            id,
            subject,
            username,
            displayName,
            role,
            createdAt,
            lastSeenAt,
            endsAt,
            remoteAddress,
            userAgent,
          }) => ({
            id,
            personId: subject,
            username,
            displayName,
            role,
            since: createdAt.toISOString(),
            lastSeen: lastSeenAt.toISOString(),
            endsAt: endsAt.toISOString(),
            address: remoteAddress,
            ...browserOf(userAgent),
            isOwn: id === ctx.session.id,
          }),
        ),
    };
  }),
  endSession: unitOperation('administration.end-session')
    .input(endSessionInput)
    .mutation(async ({ ctx, input: { sessionId } }): Promise<null> => {
      if (sessionId === ctx.session.id) throw denied('own-session');
      const [session] = await ctx.services.sessionStore.active({ id: sessionId });
      if (!session) throw new TRPCError({ code: 'NOT_FOUND', message: 'the session is over' });
      ctx.auditResources(`session:${sessionId}`, `account:${session.username}`);
      await ctx.services.sessionStore.endOne(sessionId, 'administration');
      return null;
    }),

  settings: reading.query(({ ctx }): Promise<SettingsView> => settingsView(ctx)),
  /** Tables of the hospital that orders are judged by, each row with its source. */
  orderTables: reading.query(({ ctx }): Promise<OrderTables> => orderTables(ctx.services.db)),
  saveSettings: unitOperation('administration.save-settings')
    .input(saveSettingsInput)
    .mutation(async ({ ctx, input: { emergency, version } }): Promise<SettingsView> => {
      // what was set is no patient's: the trail tells the values
      ctx.auditResources(...Object.entries(emergency).map(([name, value]) => `emergency.${name}:${value}`));
      if (
        !(await saveEmergencySettings(ctx.services.db, emergency, version, {
          id: ctx.session.userId,
          name: ctx.session.displayName,
        }))
      )
        throw changedMeanwhile();
      return settingsView(ctx);
    }),
});

/** Keycloak's own administration, by the address that browsers know it under; other providers have none that is agreed on. */
function consoleUrlOf({ USER_DIRECTORY: directory, OIDC_ISSUER: issuer }: Context['services']['env']) {
  const [, host, realm] = /^(https?:\/\/.+)\/realms\/([^/]+)$/.exec(issuer) ?? [];
  return directory?.startsWith('keycloak:') && host ? `${host}/admin/${realm}/console/` : null;
}

const around = async (ctx: Ctx): Promise<Around> => ({
  fhir: ctx.fhir,
  userId: ctx.session.userId,
  sessions: await ctx.services.sessionStore.active({ limit: maxSessions * 5 }),
});

async function row(ctx: Ctx, person: DirectoryPerson): Promise<PersonRow> {
  const [one] = await rows([person], await around(ctx));
  if (!one) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such person' });
  return one;
}

/** Memberships are written with the administrator's own token, outside the client of lists, which writes nothing. */
const writer = (ctx: Ctx) => ctx.services.capabilities.memberships(ctx.session, ctx.requestId);

async function practitionerBehind(
  ctx: Ctx,
  personId: string,
): Promise<{ person: DirectoryPerson; practitioner: string }> {
  notOneself(ctx, personId);
  const person = await inDirectory(ctx, (directory) => directory.get(personId));
  const practitioner = practitionerOf(person.fhirUser);
  if (!practitioner) throw denied('not-staff');
  return { person, practitioner };
}

async function settingsView({ services: { db } }: Ctx): Promise<SettingsView> {
  const { value, version, changedAt, changedBy } = await storedEmergencySettings(db);
  return { emergency: value, version, changedAt: changedAt?.toISOString() ?? null, changedBy };
}
