/** What is wrong with the trail, in codes the web translates and words for the command line. */
export type ChainProblem =
  /** Content that is not what was written. */
  | { code: 'changed'; from: string; to: string }
  /** Records that are gone, or were taken out and the rest renumbered (`from` is where they were). */
  | { code: 'removed'; from: string; to: string }
  | { code: 'inserted'; from: string; to: string }
  | { code: 'reordered'; from: string; to: string }
  /** The chain ends before what was signed. */
  | { code: 'truncated'; from: string; to: string }
  /** Consistent in itself, but not what was signed. */
  | { code: 'rewritten'; from: string; to: string }
  | {
      code: 'checkpoint-forged' | 'checkpoint-removed' | 'checkpoint-changed' | 'checkpoint-unknown-key';
      number: string;
    }
  | { code: 'anchor-forged'; line: number }
  /** A statement that records were taken out, which is not ours. */
  | { code: 'retirement-forged'; number: string }
  /** Checkpoints of the database, by number, that the anchor file does not have: it was emptied, or is an older one. */
  | { code: 'anchor-behind'; from: string; to: string }
  | { code: 'anchor-missing' };

/** Problems in a message of each kind that are listed; the rest is counted. */
export const maxListed = 50;

const range = (from: string, to: string): string =>
  from === to ? `record ${from}` : `records ${from} to ${to}`;
const plural = (from: string, to: string): string => (from === to ? 'was' : 'were');

export function inWords(p: ChainProblem): string {
  switch (p.code) {
    case 'changed':
      return `${range(p.from, p.to)} ${plural(p.from, p.to)} changed: not what was written`;
    case 'removed':
      return `${range(p.from, p.to)} ${plural(p.from, p.to)} removed`;
    case 'inserted':
      return `${range(p.from, p.to)} ${plural(p.from, p.to)} inserted afterwards`;
    case 'reordered':
      return `${range(p.from, p.to)} ${plural(p.from, p.to)} put in another order`;
    case 'truncated':
      return `${range(p.from, p.to)} ${plural(p.from, p.to)} cut off: the trail ends before what was signed`;
    case 'rewritten':
      return `${range(p.from, p.to)} ${plural(p.from, p.to)} rewritten: consistent, but not what was signed`;
    case 'checkpoint-forged':
      return `checkpoint ${p.number} is forged: its signature is not ours`;
    case 'checkpoint-removed':
      return `checkpoint ${p.number} was removed from the database`;
    case 'checkpoint-changed':
      return `checkpoint ${p.number} does not follow the one before it, or is another than the one in the anchor file`;
    case 'checkpoint-unknown-key':
      return `checkpoint ${p.number} is signed with a key that is not known here (give the public key of that time with --key)`;
    case 'retirement-forged':
      return `statement ${p.number} of records that were taken out is forged: its signature is not ours`;
    case 'anchor-forged':
      return `line ${p.line} of the anchor file is forged or unreadable`;
    case 'anchor-behind':
      return `the anchor file does not hold ${p.from === p.to ? `checkpoint ${p.from}` : `checkpoints ${p.from} to ${p.to}`}: it was emptied, replaced by an older one, or could not be written then`;
    case 'anchor-missing':
      return 'there is no anchor file although there are checkpoints: nothing outside the database says how far the trail went';
  }
}
