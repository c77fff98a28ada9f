export type { SignedView } from '../../ordering/sign.ts';
