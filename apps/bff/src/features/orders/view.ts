export type { SignedView } from '../../ordering/sign.ts';
export type { DrugChoice, TypedOrder } from '../../ordering/typed-order.ts';
