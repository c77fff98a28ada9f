import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { printed, type Printed } from './document.ts';

/** A document of one heading, with what the test is about in it. */
export const documentOf = (part: Partial<Printed> = {}): Printed =>
  printed.parse({
    language: 'fr',
    title: 'Synthèse du dossier',
    issuer: 'Centre hospitalier du Val-Fleuri',
    identity: {
      name: 'LEFÈVRE Marie',
      lines: ['née le 12/07/1984 (42 ans)', 'INS qualifiée · IPP 800012345'],
    },
    author: 'Imprimé le 28/11/2026 10:00 par Dr Blanc, Médecin',
    madeAt: '2026-11-28T09:00:00Z',
    notices: [],
    blocks: [{ kind: 'heading', text: 'Résultats', note: '3' }],
    words: {
      page: 'Page {n} sur {total}',
      code: 'Document {code}',
      missing: 'remplace des caractères',
      continued: '(suite)',
    },
    ...part,
  });

interface Tagged {
  role?: string;
  children?: Tagged[];
}
export interface ReadPage {
  text: string;
  /** Roles of the structure, in reading order. */
  roles: string[];
}

/** A file as a reader that is not ours understands it. */
export async function readPdf(file: Buffer) {
  const pdf = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const { info, metadata } = await pdf.getMetadata();
  const rolesIn = ({ role, children = [] }: Tagged): string[] => [
    ...(role ? [role] : []),
    ...children.flatMap((child) => rolesIn(child)),
  ];
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, i): Promise<ReadPage> => {
      const page = await pdf.getPage(i + 1);
      const { items } = await page.getTextContent();
      const tree = (await page.getStructTree()) as Tagged | null;
      return {
        text: items.flatMap((item) => ('str' in item ? [item.str, item.hasEOL ? '\n' : ''] : [])).join(''),
        roles: tree ? rolesIn(tree) : [],
      };
    }),
  );
  const marked = await pdf.getMarkInfo();
  return {
    pages,
    title: (info as { Title?: string }).Title,
    language: (info as { Language?: string }).Language,
    conformance:
      metadata === null ? null : [metadata.get('pdfaid:part'), metadata.get('pdfaid:conformance')].join(''),
    isTagged: (marked as unknown as Map<string, boolean> | null)?.get('Marked') === true,
  };
}
