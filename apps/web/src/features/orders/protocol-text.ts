import type { ProtocolRow } from '@keneyapp/bff/features/orders/view';
import { fold } from '@keneyapp/ui/table-model';
import { z } from 'zod';
import type { Issue } from '../../components/form/server-issues.ts';
import { linesOfTemplates } from './at-hand.ts';
import { answerText, type LineText } from './basket.ts';

/** A protocol that is about to be applied, as it is typed and ticked: what the draft holds. */
const protocolText = z.object({
  /** Made when the form was begun: the same key never applies twice. */
  key: z.uuid(),
  /** The one that was chosen, as it was read; null: none yet. */
  protocol: z.object({ id: z.string(), version: z.string() }).nullable(),
  /** What was found in the patient that it is for. */
  situation: z.string(),
  /** Places of the exclusions that were looked for and are not there. */
  absent: z.array(z.number()),
  answers: z.array(answerText),
});
export type ProtocolText = z.output<typeof protocolText>;

export const emptyProtocol = (): ProtocolText => ({
  key: crypto.randomUUID(),
  protocol: null,
  situation: '',
  absent: [],
  answers: [],
});

/** What a draft holds; null for one that another version kept in another shape. */
export const parseProtocol = (content: string): ProtocolText | null =>
  protocolText.safeParse(JSON.parse(content)).data ?? null;

/** What was answered of another one, or of another version of it, is answered anew; what was written stays. */
export const withProtocol = (text: ProtocolText, protocol: ProtocolText['protocol']): ProtocolText => ({
  ...text,
  protocol,
  absent: [],
  answers: [],
});

/** What is missing before it is applied; of the protocol that is shown now. */
export const protocolSchema = (row: () => ProtocolRow | null) =>
  z.custom<ProtocolText>().superRefine(({ protocol, situation, absent }, context) => {
    const add = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const read = row();
    if (protocol === null || read === null) return add('protocol', 'none');
    if (read.version !== protocol.version) return add('protocol', 'changed');
    if (read.exclusions.some((_, i) => !absent.includes(i))) add('absent', 'not-answered');
    if (situation.trim().length < 3) add('situation', 'missing');
  });

/** Where an issue of the server stands in the form: what is wrong with a line is wrong with the protocol. */
export function protocolFieldOf({ path }: Issue): 'situation' | 'absent' | 'answers' | 'protocol' {
  const [first] = path;
  return first === 'situation' || first === 'absent' || first === 'answers' ? first : 'protocol';
}

/** Its lines as the basket writes them; null where one would not be shown as it is ordered. */
export function linesOfProtocol({ lines }: Pick<ProtocolRow, 'lines'>): LineText[] | null {
  if (lines === null) return null;
  const read = linesOfTemplates(lines, { setting: 'inpatient', basket: [] });
  return read.left.length > 0 ? null : read.lines;
}

/** Those of which every word that was typed begins one of their title or of what they are for. */
export function searchProtocols(all: readonly ProtocolRow[], typed: string): ProtocolRow[] {
  const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const asked = wordsOf(typed);
  return all.filter(({ title, indication }) => {
    const words = wordsOf(`${title} ${indication ?? ''}`);
    return asked.every((one) => words.some((word) => word.startsWith(one)));
  });
}
