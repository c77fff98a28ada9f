import sharp from 'sharp';
import { kindOf, maxPageBytes, maxPdfBytes, type PageProblem } from './papers-schema.ts';

/** A page as it is stored. */
export interface PaperPage {
  contentType: 'image/jpeg' | 'application/pdf';
  bytes: Buffer;
}
export class PageRefusal extends Error {
  readonly problem: PageProblem;
  constructor(problem: PageProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Shorter than this on its long side, or on the other, nobody reads a card. */
const leastPixels = 300,
  leastAcross = 100;
/** On its long side a card fills, with print of a millimetre in a dozen lines of pixels. */
const mostPixels = 2_400;
/** A sheet of A4 at 600 dots an inch. What unfolds to more is not unfolded. */
const inputPixels = 40_000_000;
const longestSeconds = 8;

// what else the library could open (SVG, TIFF, GIF, PDF…) is not opened, whatever a file says that it is
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// pages are opened once: nothing of them stays in memory
sharp.cache(false);

/** A page as it may be stored; throws a `PageRefusal` that says why it may not. */
export async function pageOf(bytes: Buffer): Promise<PaperPage> {
  if (bytes.length > maxPageBytes) throw new PageRefusal('too-big');
  const kind = kindOf(bytes);
  if (kind === 'pdf') return pdfPage(bytes);
  // the decoder of HEVC is not part of the library that is published: telephones write JPEG when they are asked to
  if (kind === 'heic') throw new PageRefusal('heic');
  if (kind === null) throw new PageRefusal('type');
  return { contentType: 'image/jpeg', bytes: await redrawn(bytes) };
}

/**
 * The picture drawn anew: upright, small enough, three channels of eight bits, and nothing in it but what is seen. Where and
 * with what it was taken goes, and so does whatever was hidden before, behind or between its pixels.
 */
async function redrawn(bytes: Buffer): Promise<Buffer> {
  const picture = () => sharp(bytes, { limitInputPixels: inputPixels, failOn: 'error', pages: 1 });
  try {
    const { width, height } = await picture().metadata();
    if (width * height > inputPixels) throw new PageRefusal('too-many-pixels');
    if (Math.max(width, height) < leastPixels || Math.min(width, height) < leastAcross)
      throw new PageRefusal('too-small');
    return await picture()
      .autoOrient()
      .resize({ width: mostPixels, height: mostPixels, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      // print on a patterned ground: colour at full resolution keeps its edges
      .jpeg({ quality: 82, chromaSubsampling: '4:4:4' })
      .timeout({ seconds: longestSeconds })
      .toBuffer();
  } catch (error) {
    if (error instanceof PageRefusal) throw error;
    const text = error instanceof Error ? error.message : '';
    throw new PageRefusal(/pixel limit/i.test(text) ? 'too-many-pixels' : 'unreadable');
  }
}

/**
 * A PDF cannot be drawn anew here, and is stored as it came. What protects whoever opens it: it is served as a PDF and nothing
 * else, in a sandbox without scripts (`paper-content.ts`), and the page draws it with a viewer that runs none. That it is
 * locked, or says openly that it does something, is looked for so that somebody is told at once; what hides it in a compressed
 * part gets past this, and then does nothing.
 */
function pdfPage(bytes: Buffer): PaperPage {
  if (bytes.length > maxPdfBytes) throw new PageRefusal('pdf-too-big');
  const text = bytes.toString('latin1');
  if (!text.slice(-2_048).includes('%%EOF')) throw new PageRefusal('unreadable');
  const said = withoutStreams(text);
  if (/\/Encrypt\b/.test(said)) throw new PageRefusal('pdf-locked');
  if (/\/(JavaScript|JS|Launch|EmbeddedFiles|RichMedia|XFA)\b/.test(said))
    throw new PageRefusal('pdf-active');
  return { contentType: 'application/pdf', bytes };
}

/** What stands in its streams is compressed: in megabytes of a scan, three letters are met by chance. In one pass, whatever it is made of. */
function withoutStreams(text: string): string {
  const parts = text.split('endstream');
  return parts
    .map((part, i) => {
      const start = i < parts.length - 1 ? part.search(/\bstream\r?\n/) : -1;
      return start < 0 ? part : part.slice(0, start);
    })
    .join('\n');
}
