import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { versionOf } from '@keneyapp/fhir-model/bundles';
import {
  addressedTo,
  readTask,
  withReached,
  withStep,
  type Addressee,
  type ReadTask,
  type TaskStep,
} from '@keneyapp/fhir-model/task';
import type { Task } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { notAsked } from '../../access/denied.ts';
import { carriesPatient } from '../../access/no-patient.ts';
import type { PatientContext } from '../../context.ts';
import { mayStepOrderTask } from '../../ordering/prescribers/order-tasks.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { namedPeople } from './people.ts';
import { longestPutOffDays, type Move, type MoveInput } from './schema.ts';
import { isAsked, personOf, type Person } from '../../inbox/who.ts';
import { refuseOutside } from './within-units.ts';

type WriteContext = Pick<PatientContext, 'services' | 'auditResources' | 'write'> &
  Parameters<typeof personOf>[0];

/** One step of a task, over the version that the person saw and no other. `read` gives it as they may see it. */
export async function move(
  ctx: WriteContext,
  read: (id: string) => Promise<Task>,
  input: MoveInput,
): Promise<{ isReplay: boolean }> {
  const now = new Date();
  const person = await personOf(ctx, now);
  if (!person) throw notAsked();
  const [to = null] =
    input.move.kind === 'hand-on'
      ? await namedPeople(ctx.services.capabilities.taskPeople, [{ ...input.move.to, at: toField }])
      : [];
  const by = { key: person.me, name: ctx.session.displayName };
  const written = await ctx.write({
    key: input.key,
    plan: async (transaction) => {
      const stored = await read(input.id);
      if (!mayMove(readTask(stored), input.move.kind, person)) throw notAsked();
      if (!(await mayStepOrderTask(ctx, stored, { isFinal: input.move.kind === 'finish', now })))
        throw notAsked();
      if (to && readTask(stored).patientId === null)
        await refuseOutside(ctx.services.capabilities.taskPeople, {
          among: unitsOf(readTask(stored)),
          asked: [{ key: to.key, at: toField }],
          now,
        });
      if (versionOf(stored) !== input.version) throw changedMeanwhile();
      transaction.update(moved(stored, input.move, { by, to, now }), input.version);
    },
  });
  ctx.auditResources(...written.references);
  await ctx.services.inbox.written(written.references);
  return { isReplay: written.isReplay };
}

const toField = ['move', 'to'];

/** Whose units a task is of: of who asked and of those who were asked first; who has it now may have stood in for them. */
function unitsOf({ requester, owner, also }: ReadTask): string[] {
  return [requester, ...(also.length > 0 ? also : [owner])].flatMap((one) => one?.key ?? []);
}

interface How {
  by: Pick<Addressee, 'key' | 'name'>;
  /** Whom it is handed on to. */
  to: Addressee | null;
  now: Date;
}

/** Tasks of units alone: what is of a chart is answered as what is not there, since whoever asks may not know that chart. */
export async function readOfUnit(fhir: Pick<FhirClient, 'read'>, id: string): Promise<Task> {
  const stored = await fhir.read('Task', id);
  if (carriesPatient(stored, () => null)) throw new FhirError(404, null);
  return stored;
}

/** The task after a step. Throws for what has no such step. */
function moved(stored: Task, how: Move, { by, to, now }: How): Task {
  const task = readTask(stored);
  if (!isPossible(task, how.kind)) throw changedMeanwhile();
  const at = now.toISOString();
  const { executionPeriod: _until, ...rest } = stored;
  const me: Addressee = { ...by, role: null };
  const step = (kind: TaskStep['kind'], own: Partial<TaskStep> = {}): TaskStep => ({
    ...{ kind, at, by, to: null, until: null, note: null },
    ...own,
  });
  switch (how.kind) {
    case 'take':
      return withStep(addressedTo({ ...rest, status: 'accepted' }, me, before(task, me)), step('taken'));
    case 'give-back': {
      const asked = askedLast(task) ?? me;
      const open = addressedTo(
        { ...rest, status: 'requested' },
        asked,
        task.also.filter((one) => !isSame(one, asked)),
      );
      return withStep(withReached(open, task.reached, at), step('given-back', { to: asked }));
    }
    case 'hand-on': {
      if (!to) throw changedMeanwhile();
      const open = addressedTo({ ...rest, status: 'requested' }, to, []);
      return withStep(withReached(open, task.reached, at), step('handed-on', { to, note: how.note || null }));
    }
    case 'put-off': {
      const until = Date.parse(how.until);
      if (until <= now.getTime() || until > now.getTime() + longestPutOffDays * 86_400_000)
        throw new TRPCError({ code: 'BAD_REQUEST', message: 'refused' });
      const off: Task = { ...stored, status: 'on-hold', executionPeriod: { start: how.until } };
      return withStep(addressedTo(off, me, before(task, me)), step('put-off', { until: how.until }));
    }
    case 'finish':
      return withStep(
        addressedTo({ ...rest, status: 'completed' }, me, before(task, me)),
        step('done', { note: how.note || null }),
      );
    case 'reopen':
      return withStep(addressedTo({ ...rest, status: 'accepted' }, me, before(task, me)), step('reopened'));
    case 'call-off':
      return withStep({ ...rest, status: 'cancelled' }, step('called-off'));
  }
}

const isSame = (a: Addressee, b: Addressee) => a.key === b.key && a.role === b.role;
/** Whoever was asked and does not have it any more: they stay informed. */
const before = ({ owner, also }: ReadTask, me: Addressee): Addressee[] =>
  [...also, ...(owner ? [owner] : [])].filter(
    (one, i, all) => !isSame(one, me) && all.findIndex((other) => isSame(one, other)) === i,
  );

/** Whom it was addressed to, before somebody took it. */
const askedLast = ({ steps }: Pick<ReadTask, 'steps'>): Addressee | null =>
  steps.findLast(({ kind, to }) => to !== null && kind !== 'given-back')?.to ?? null;

const isPossible = ({ state }: ReadTask, how: Move['kind']): boolean => {
  const isOver = state === 'done' || state === 'called-off';
  if (how === 'reopen') return state === 'done';
  if (how === 'give-back') return state === 'taken' || state === 'put-off';
  return !isOver;
};

type Mover = Pick<Person, 'me' | 'keys' | 'standsInFor'>;

/** Those who were asked, and whoever asks: who asked may call it off and hand it on. */
function mayMove(task: ReadTask, how: Move['kind'], person: Mover): boolean {
  const isMine = task.requester?.key === person.me;
  if (how === 'call-off') return isMine;
  return (how === 'hand-on' && isMine) || isAsked(task, person);
}
