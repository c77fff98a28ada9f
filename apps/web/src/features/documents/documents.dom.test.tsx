import type { DocumentContent, DocumentItem, DocumentsView } from '@keneyapp/bff/features/documents/view';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { here } from '../../testing/address.tsx';
import { coded } from '../../testing/clinical.ts';
import { serve } from '../../testing/serve.ts';
import { show } from '../../testing/show.tsx';
import { DocumentsPage } from './documents-page.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const content = (part: Partial<DocumentContent> = {}): DocumentContent => ({
  index: 0,
  title: null,
  contentType: 'application/pdf',
  kind: 'pdf',
  size: 12_345,
  created: null,
  language: null,
  isAvailable: true,
  elsewhere: null,
  ...part,
});
const item = (part: Partial<DocumentItem> = {}): DocumentItem => ({
  id: 'd1',
  source: 'document',
  title: 'Lettre de sortie',
  type: coded('Courrier'),
  date: '2026-11-20',
  authors: ['Dr Blanc'],
  custodian: null,
  status: 'current',
  docStatus: null,
  relations: [],
  contents: [content()],
  ...part,
});
const view = (...items: DocumentItem[]): DocumentsView => ({ items, total: items.length, truncated: false });

/** Two pages of one word each; readers find the objects without a table of their places. */
const pdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 300 400]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 7 0 R>>>>>>endobj
4 0 obj<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources<</Font<</F1 7 0 R>>>>>>endobj
5 0 obj<</Length 40>>stream
BT /F1 24 Tf 30 300 Td (Premiere ) Tj ET
endstream endobj
6 0 obj<</Length 40>>stream
BT /F1 24 Tf 30 300 Td (Deuxieme ) Tj ET
endstream endobj
7 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF`;

let served: ReturnType<typeof serve> | undefined;
afterEach(() => {
  served?.stop();
  vi.restoreAllMocks();
});
async function open(answer: () => Response, document: DocumentItem = item()) {
  served = serve({ '/bff/documents/': answer });
  const shown = await show(<DocumentsPage patientId="p1" />, {
    at: '/patients/p1/documents?doc=d1',
    answers: { documents: { list: () => view(document) } },
  });
  await expect.element(page.getByRole('heading', { name: document.title ?? '' })).toBeVisible();
  return shown;
}

describe('an open document', () => {
  it('is closed by Escape, but not while something is typed or asked', async () => {
    await open(
      () => new Response('Texte'),
      item({ contents: [content({ contentType: 'text/plain', kind: 'text' })] }),
    );
    const dialog = document.createElement('div');
    dialog.setAttribute('role', 'dialog');
    document.body.append(dialog);
    await userEvent.keyboard('{Escape}');
    expect(here()).toContain('doc=d1');
    dialog.remove();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(here()).toBe('/patients/p1/documents'));
  });
});

describe('a PDF', () => {
  it('is shown with its text, turned by keys, enlarged and typed to', async () => {
    await open(() => new Response(pdf));
    // the worker starts
    await expect
      .element(page.getByText('Premiere', { exact: false }), { timeout: 30_000 })
      .toBeInTheDocument();
    const viewer = page.getByRole('document', { name: 'Lettre de sortie' });
    await expect.element(page.getByRole('region', { name: 'Page 2 sur 2' })).toBeInTheDocument();
    (viewer.element() as HTMLElement).focus();
    const zoom = page.getByRole('toolbar', { name: 'Affichage du document' });
    await userEvent.keyboard('{End}');
    await waitFor(() => expect(viewer.element().scrollTop).toBeGreaterThan(0));
    await userEvent.keyboard('{Home}{ArrowRight}{ArrowLeft}0+-');
    await expect
      .element(zoom.getByRole('button', { name: 'Largeur de la page' }))
      .toHaveAttribute('aria-pressed', 'false');
    await zoom.getByRole('button', { name: 'Largeur de la page' }).click();
    await zoom.getByRole('button', { name: 'Agrandir' }).click();
    const number = zoom.getByRole('textbox', { name: /^Page/ });
    await number.fill('9');
    await userEvent.keyboard('{Enter}');
    await expect.element(number).not.toHaveValue('9');
  }, 60_000);

  it('prints its pages and nothing else', async () => {
    const printed: number[] = [];
    vi.spyOn(window, 'print').mockImplementation(() => {
      printed.push(document.querySelectorAll('body > div:last-child img').length);
      expect(document.documentElement.dataset['printing']).toBe('pdf');
    });
    await open(() => new Response(pdf));
    await page.getByRole('button', { name: 'Imprimer' }).click();
    await waitFor(() => expect(printed).toEqual([2]), 8_000);
    expect(document.documentElement.dataset['printing']).toBeUndefined();
  });

  it.each([
    ['is gone', () => new Response(null, { status: 404 }), 'Le fichier n’existe plus.'],
    [
      'lies elsewhere',
      () => new Response(null, { status: 422 }),
      'Le fichier se trouve sur un autre serveur',
    ],
    ['cannot be fetched', () => new Response(null, { status: 502 }), 'Le fichier n’a pas pu être lu.'],
    ['is damaged', () => new Response('no pdf'), 'Le fichier est endommagé'],
  ])('that %s is said to be so', async (_what, answer, words) => {
    await open(answer);
    await expect.element(page.getByText(words, { exact: false })).toBeVisible();
  });
});

describe('other files', () => {
  it.each([
    ['pdf', () => new Response(pdf, { headers: { 'x-content-kind': 'pdf' } }), 'Premiere'],
    ['text', () => new Response('Bonjour', { headers: { 'x-content-kind': 'text' } }), 'Bonjour'],
    [
      'a film',
      () => new Response('x', { headers: { 'x-content-kind': 'other' } }),
      'Ce format ne s’affiche pas',
    ],
    ['gone', () => new Response(null, { status: 404 }), 'Le fichier n’existe plus.'],
  ])('without a type are shown as what they turn out to be: %s', async (_what, answer, words) => {
    await open(answer, item({ contents: [content({ kind: 'unknown', contentType: null })] }));
    await expect.element(page.getByText(words, { exact: false }), { timeout: 30_000 }).toBeVisible();
  });

  it('that lie elsewhere are named, never fetched', async () => {
    const fetched = vi.fn(() => new Response('x'));
    await open(
      fetched,
      item({
        contents: [content({ isAvailable: false, elsewhere: 'https://archive.example/lettre.pdf?t=1' })],
      }),
    );
    await expect.element(page.getByText('archive.example', { exact: false })).toBeVisible();
    expect(fetched).not.toHaveBeenCalled();
  });

  it('of text are shown as text', async () => {
    await open(() => new Response('Bonjour\n<b>gras</b>'), item({ contents: [content({ kind: 'text' })] }));
    await expect.element(page.getByText('<b>gras</b>', { exact: false })).toBeVisible();
  });

  it('of markup give their words alone: nothing in them runs', async () => {
    const markup =
      '<h1>Titre</h1><script>window.wasRun = true</script><p>Texte<img src=x onerror="window.wasRun = true"></p>';
    await open(() => new Response(markup), item({ contents: [content({ kind: 'markup' })] }));
    await expect.element(page.getByText(/^Titre\s*Texte$/)).toBeVisible();
    expect('wasRun' in window).toBe(false);
  });

  it('are told apart, and say when there is nothing to show', async () => {
    await open(
      () => new Response('x'),
      item({
        contents: [
          content({ kind: 'text', title: 'Corps' }),
          content({ index: 1, kind: 'other', title: 'Annexe' }),
          content({ index: 2, isAvailable: false }),
        ],
      }),
    );
    await expect
      .element(page.getByRole('link', { name: 'Télécharger' }))
      .toHaveAttribute('href', '/bff/documents/p1/d1/0?download=1');
    const files = page.getByRole('navigation', { name: 'Fichiers de ce document' });
    await expect
      .element(files.getByRole('link', { name: 'Annexe' }))
      .toHaveAttribute('href', '/patients/p1/documents?doc=d1&file=1');
    history.replaceState(null, '', '/patients/p1/documents?doc=d1&file=1');
    await expect
      .element(page.getByText('Ce format ne s’affiche pas dans la page', { exact: false }))
      .toBeVisible();
    history.replaceState(null, '', '/patients/p1/documents?doc=d1&file=2');
    await expect
      .element(page.getByText('Seule la description de ce document', { exact: false }))
      .toBeVisible();
  });
});

describe('the list', () => {
  it('narrows by nature and opens a document by Enter', async () => {
    const { router } = await show(<DocumentsPage patientId="p1" />, {
      at: '/patients/p1/documents',
      answers: {
        documents: {
          list: () =>
            view(
              item(),
              item({ id: 'd2', title: null, type: coded('Ordonnance'), status: 'superseded', contents: [] }),
              item({
                id: 'd3',
                title: 'Note',
                type: coded('Courrier'),
                docStatus: 'preliminary',
                contents: [content({ size: 2_500_000, kind: 'image' })],
              }),
            ),
        },
      },
    });
    await expect.element(page.getByRole('row', { name: /Ordonnance.*Remplacé.*Sans fichier/ })).toBeVisible();
    await expect.element(page.getByRole('row', { name: /Note.*Non signé.*Image 2,5 Mo/ })).toBeVisible();
    await page.getByRole('combobox', { name: /Nature/ }).selectOptions('Ordonnance');
    await waitFor(() => expect(here()).toBe('/patients/p1/documents?kind=Ordonnance'));
    await expect.element(page.getByRole('row', { name: /Lettre de sortie/ })).not.toBeInTheDocument();
    (
      page
        .getByRole('cell', { name: /20\/11\/2026/ })
        .or(page.getByRole('gridcell', { name: /20\/11\/2026/ }))
        .element() as HTMLElement
    ).click();
    expect(router.push).toHaveBeenCalledWith('/patients/p1/documents?kind=Ordonnance&doc=d2', {
      scroll: false,
    });
  });
});
