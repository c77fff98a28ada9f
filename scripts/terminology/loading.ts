import type { Connection } from '../wire/connection.ts';
import type { Manners } from './server.ts';

/** Told as it goes: concepts that are on the server, of how many; `activity` where it is something else. */
type Report = (done: number, of: number, activity?: string) => void;
export interface Loading extends Manners {
  /** Far fewer codes than are loaded are no mistake. */
  mayShrink: boolean;
  connection: Connection;
  report: Report;
  signal?: AbortSignal;
}
export type Loaded = 'loaded' | 'unchanged' | 'interrupted';

/** Why a release did not go in although the server took it. */
export class NotLoaded extends Error {}
