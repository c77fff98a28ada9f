import { patientReference } from '@keneyapp/fhir-model/references';
import {
  addressedTo,
  levelExtension,
  referenceTo,
  withStep,
  type Addressee,
} from '@keneyapp/fhir-model/task';
import type { Communication, Reference, Task } from '@medplum/fhirtypes';
import { withheld } from '../../access/released.ts';
import type { PatientContext } from '../../context.ts';
import { namedPeople } from './people.ts';
import type { CreateInput } from './schema.ts';
import { refuseOutside } from './within-units.ts';

type WriteContext = Pick<PatientContext, 'session' | 'services' | 'auditResources' | 'write'>;

/** Writes a task or a notice; the same key again changes nothing. `patientId` null: it is of a unit, and of no chart. */
export async function create(
  ctx: WriteContext,
  input: CreateInput,
  patientId: string | null,
): Promise<{ reference: string; isReplay: boolean }> {
  const asked = [
    { ...input.to, at: ['to'] },
    ...(input.kind === 'task' ? input.levels : []).map((level, i) => ({
      ...level.to,
      at: ['levels', i, 'to'],
    })),
  ];
  const [to, ...next] = await namedPeople(ctx.services.capabilities.taskPeople, asked);
  const now = new Date();
  const at = now.toISOString();
  const { session } = ctx;
  const author = { key: session.fhirUser ?? '', name: session.displayName };
  if (patientId === null && input.kind === 'task')
    await refuseOutside(ctx.services.capabilities.taskPeople, { among: [author.key], asked, now });
  const written = await ctx.write({
    key: input.key,
    plan: (transaction) => {
      if (to && input.kind === 'task')
        transaction.create('task', taskOf(input, { to, next, author, at, patientId }));
      else if (to) transaction.create('notice', noticeOf(input, { to, author, at, patientId }));
      return Promise.resolve();
    },
  });
  ctx.auditResources(...written.references);
  await ctx.services.inbox.written(written.references);
  return {
    reference: written.references.find((one) => /^(Task|Communication)\//.test(one)) ?? '',
    isReplay: written.isReplay,
  };
}

interface Made {
  to: Addressee;
  author: Pick<Addressee, 'key' | 'name'>;
  at: string;
  patientId: string | null;
}
const personOf = ({ key, name }: Made['author']): Reference<never> => referenceTo({ key, name, role: null });
/** What staff ask of each other is theirs: the patient's pages show none of it. */
const amongStaff = { tag: [withheld] };

function taskOf(input: CreateInput, made: Made & { next: readonly Addressee[] }): Task {
  const { to, next, author, at, patientId } = made;
  const task: Task = {
    resourceType: 'Task',
    meta: { ...amongStaff },
    status: 'requested',
    intent: 'order',
    priority: input.priority,
    description: input.title,
    ...(patientId === null ? {} : { for: { reference: patientReference(patientId) } }),
    requester: personOf(author),
    authoredOn: at,
    ...(input.note ? { note: [noteOf(input.note, made)] } : {}),
    ...(input.due === null ? {} : { restriction: { period: { end: input.due } } }),
    ...(input.levels.length > 0
      ? {
          extension: input.levels.flatMap(({ afterMinutes }, i) => {
            const level = next[i];
            return level ? [levelExtension({ to: level, afterMinutes })] : [];
          }),
        }
      : {}),
  };
  return withStep(addressedTo(task, to, []), { kind: 'made', at, by: author, to, until: null, note: null });
}

function noticeOf(input: CreateInput, made: Made): Communication {
  return {
    resourceType: 'Communication',
    meta: { ...amongStaff },
    status: 'completed',
    priority: input.priority,
    ...(made.patientId === null ? {} : { subject: { reference: patientReference(made.patientId) } }),
    sender: personOf(made.author),
    recipient: [referenceTo(made.to)],
    sent: made.at,
    payload: [{ contentString: input.title }],
    ...(input.note ? { note: [noteOf(input.note, made)] } : {}),
  };
}

const noteOf = (text: string, { author, at }: Made) => ({
  text,
  time: at,
  authorReference: personOf(author),
});
