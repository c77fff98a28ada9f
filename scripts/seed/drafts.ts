import { randomUUID } from 'node:crypto';
import { callTrpc, signIn, type BenchVisitor } from '../bench/visitor.ts';

/**
 * Vital signs that were begun and not saved, so that "my drafts" of the demonstration has something. Drafts are sealed by the
 * BFF's own key in its own database: they are begun by the people themselves, through the BFF. Who has a draft keeps theirs.
 */
const begun: { username: string; values: Record<string, string> }[] = [
  { username: 'medecin', values: { systolic: '148', diastolic: '86', heartRate: '96' } },
  { username: 'infirmier', values: { heartRate: '78', temperature: '37,4' } },
];
const form = 'vitals.record';

const settings = process.env as Record<string, string>;
const stack = { publicUrl: settings['PUBLIC_URL'] ?? '', settings };

async function begin(visitor: BenchVisitor, values: Record<string, string>): Promise<boolean> {
  const ask = async <T>(name: string, input: unknown): Promise<T> => {
    const [answer] = await callTrpc<T>(stack, visitor, { [name]: input });
    if (answer === undefined) throw new Error(`${name} has no answer`);
    return answer;
  };
  const { drafts } = await ask<{ drafts: unknown[] }>('drafts.list', null);
  if (drafts.length > 0) return false;
  const { rows } = await ask<{ rows: { patient: { id: string } | null }[] }>('wards.list', null);
  const patientId = rows.flatMap(({ patient }) => patient?.id ?? [])[begunAtRow];
  if (patientId === undefined) return false;
  const content = JSON.stringify({ key: randomUUID(), values });
  await ask('drafts.save', { patientId, form, base: '', content, counter: 0 });
  return true;
}
/** Neither the first of the ward, whom everybody opens, nor somebody far down. */
const begunAtRow = 4;

let count = 0;
for (const { username, values } of begun) if (await begin(await signIn(stack, username), values)) count += 1;
console.log(`${count} drafts begun`);
