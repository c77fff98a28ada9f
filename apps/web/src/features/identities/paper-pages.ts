import {
  kindOf,
  maxPageBytes,
  maxPaperBytes,
  maxPaperPages,
  maxPdfBytes,
  pageProblems,
  type PageProblem,
} from '@keneyapp/bff/features/identities/papers-schema';

/** A page that was chosen, and what is wrong with it. */
export interface ChosenPage {
  id: string;
  name: string;
  file: File;
  isPdf: boolean;
  /** Of a picture that this browser shows. */
  preview: string | null;
  problem: PageProblem | null;
}
/** What is wrong with all of them together. */
export type PagesProblem = 'missing' | 'too-many' | 'all-too-big';

/** What a file is is told by its first bytes, as the server tells it: a name says anything. */
async function readPage(file: File): Promise<ChosenPage> {
  const kind = kindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  const isPdf = kind === 'pdf';
  const problem =
    kind === null
      ? 'type'
      : kind === 'heic'
        ? 'heic'
        : isPdf && file.size > maxPdfBytes
          ? 'pdf-too-big'
          : file.size > maxPageBytes
            ? 'too-big'
            : null;
  return {
    ...{ id: crypto.randomUUID(), name: file.name, file, isPdf, problem },
    preview: kind === 'picture' ? URL.createObjectURL(file) : null,
  };
}

/** Those that are there and those that come; what does not fit is left out, and said. */
export async function withFiles(
  pages: readonly ChosenPage[],
  files: readonly File[],
): Promise<{ pages: ChosenPage[]; problem: PagesProblem | null }> {
  const room = Math.max(0, maxPaperPages - pages.length);
  const all = [...pages, ...(await Promise.all(files.slice(0, room).map(readPage)))];
  return { pages: all, problem: files.length > room ? 'too-many' : problemOfAll(all) };
}

export function problemOfAll(pages: readonly ChosenPage[]): PagesProblem | null {
  if (pages.length === 0) return 'missing';
  return pages.reduce((sum, { file }) => sum + file.size, 0) > maxPaperBytes ? 'all-too-big' : null;
}

export function forgetPage({ preview }: ChosenPage): void {
  if (preview !== null) URL.revokeObjectURL(preview);
}

/** A page as the server wants it. Rejects for a file that is not there any more. */
export function encoded({ file }: ChosenPage): Promise<{ data: string }> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = reader.result as string;
      resolve({ data: address.slice(address.indexOf(',') + 1) });
    };
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
}

export const isPageProblem = (word: string): word is PageProblem =>
  (pageProblems as readonly string[]).includes(word);
