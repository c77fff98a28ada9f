import type { Action, Feature } from './roles.ts';
import { operations, type Group, type Operation } from './operations.ts';

export const operationNames = Object.keys(operations) as Operation[];

type OfGroups<G extends Group> = {
  [O in Operation]: (typeof operations)[O]['group'] extends G ? O : never;
}[Operation];
/** Lists of the house and its units, which concern no single chart: a search, the agenda, the trail, settings. */
export type UnitOperation = OfGroups<'list'>;
/** What is the person's own in all charts: their drafts, their emergency accesses. */
export type OwnOperation = OfGroups<'none'>;
/** What is done in one chart. */
export type ChartOperation = Exclude<Operation, UnitOperation | OwnOperation>;

export const isReading = (operation: Operation): boolean => operations[operation].action === 'R';
/** As the trail says it beside the feature. */
export const accessOf = (operation: Operation): Action => (isReading(operation) ? 'read' : 'write');
/** Reading what belongs to a feature. */
export const reading = <F extends Feature>(feature: F): `${F}.read` => `${feature}.read`;
