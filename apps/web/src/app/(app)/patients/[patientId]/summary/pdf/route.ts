import { getTranslations } from 'next-intl/server';
import { summaryBlocks } from '../../../../../../features/summary/document.ts';
import { getFormats } from '../../../../../../i18n/get-formats.ts';
import { recordWords } from '../../../../../../i18n/record-words.ts';
import { documentFrame, documentName } from '../../../../../../print/document-frame.ts';
import { getSignInState } from '../../../../../../shell/me.ts';
import { asCallError } from '../../../../../../trpc/error.ts';
import { makePdf } from '../../../../../../trpc/make-pdf.ts';
import { getQueryClient, trpc } from '../../../../../../trpc/server.ts';

/**
 * `POST …/summary/pdf`: the summary as a document, of what the page's own procedures answer this person. Another site cannot
 * send it (the front door asks for the header of our pages).
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ patientId: string }> },
): Promise<Response> {
  const { patientId } = await params;
  const visitor = await getSignInState();
  if (visitor.kind !== 'signed-in')
    return refused(visitor.kind === 'signed-out' ? 401 : 503, 'unavailable', null);
  const client = getQueryClient();
  try {
    const [view, banner, workplaces] = await Promise.all([
      client.fetchQuery({ ...trpc().summary.get.queryOptions({ patientId }), retry: false }),
      client.fetchQuery({ ...trpc().patients.banner.queryOptions({ patientId }), retry: false }),
      client.fetchQuery({ ...trpc().session.workplaces.queryOptions(), retry: false }),
    ]);
    const [
      summary,
      common,
      clinical,
      medications,
      results,
      sections,
      dicom,
      score,
      parameters,
      document,
      f,
      ofRecord,
    ] = await Promise.all([
      getTranslations('summary'),
      getTranslations('common'),
      getTranslations('common.clinical'),
      getTranslations('medications'),
      getTranslations('results'),
      getTranslations('shell.sections'),
      getTranslations('dicom'),
      getTranslations('wards.score'),
      getTranslations('wards.parameters'),
      getTranslations('common.document'),
      getFormats(),
      recordWords(),
    ]);
    const at = new Date();
    const words = {
      summary,
      common,
      clinical,
      medications,
      results,
      sections,
      dicom,
      score,
      parameters,
      f,
      ofRecord,
      now: at.getTime(),
    };
    const asked = {
      patientId,
      operation: 'summary.export' as const,
      document: {
        ...(await documentFrame(banner, visitor.me, { workplaces, at })),
        title: document('summary'),
        notices: [{ text: document('extract'), tone: 'muted' as const }],
        blocks: summaryBlocks(view, visitor.me.rights, words),
      },
      emergencyWords: document('emergency'),
    };
    const name = documentName(banner.identity, f.givenName(banner.identity), {
      content: summary('title'),
      at,
    });
    return await makePdf(asked, name, request.signal);
  } catch (error) {
    const { code, reason, requestId } = asCallError(error);
    const status =
      code === 'FORBIDDEN' ? 403 : code === 'NOT_FOUND' ? 404 : code === 'UNAUTHORIZED' ? 401 : 503;
    return refused(status, reason ?? 'unavailable', requestId);
  }
}

const refused = (status: number, error: string, requestId: string | null): Response =>
  Response.json({ error, requestId }, { status, headers: { 'cache-control': 'private, no-store' } });
