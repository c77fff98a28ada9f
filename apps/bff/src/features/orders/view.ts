export type { PapersView, PrintedPaper } from '../../ordering/paper/print.ts';
export type { SignedView } from '../../ordering/sign.ts';
