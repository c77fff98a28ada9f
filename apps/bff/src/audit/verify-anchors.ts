import type { AnchorFile } from './anchor.ts';
import { signatureState, type Checkpoint, type KnownKeys } from './checkpoint.ts';
import type { ChainProblem } from './problems.ts';

/** What the anchor file says: checkpoints that are ours, by number and by the record they sign. */
export interface Witnesses {
  isThere: boolean;
  byNumber: Map<string, Checkpoint>;
  hashes: Map<string, string>;
  problems: ChainProblem[];
}

export async function readWitnesses(anchor: AnchorFile, keys: KnownKeys): Promise<Witnesses> {
  const lines = await anchor.read();
  const witnesses: Witnesses = {
    isThere: lines !== null,
    byNumber: new Map(),
    hashes: new Map(),
    problems: [],
  };
  lines?.forEach((checkpoint, i) => {
    const state = checkpoint ? signatureState(checkpoint, keys) : 'forged';
    if (!checkpoint || state === 'forged') witnesses.problems.push({ code: 'anchor-forged', line: i + 1 });
    else if (state === 'unknown-key')
      witnesses.problems.push({ code: 'checkpoint-unknown-key', number: checkpoint.number });
    else {
      witnesses.byNumber.set(checkpoint.number, checkpoint);
      witnesses.hashes.set(checkpoint.seq, checkpoint.hash);
    }
  });
  return witnesses;
}
