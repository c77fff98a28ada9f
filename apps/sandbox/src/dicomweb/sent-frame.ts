import { judge, withColourMarker } from '@keneyapp/clinical/images';
import type { Segment } from './body.ts';
import { frameSegments, gather, type StoredInstance } from './frames.ts';
import { isNative, type Chosen } from './media.ts';
import { explicitLittle } from './parse.ts';
import { describe } from './render/frame.ts';
import type { Renderer } from './render/renderer.ts';
import { canDecode } from './render/syntaxes.ts';

/**
 * A frame for a client. Viewers draw by the attributes of the object alone: a frame whose stream contradicts them, or of a
 * kind their decoders mistake, is decoded here and sent as the attributes describe it. Whoever asks for the stored encoding
 * by name gets what is stored. Throws RenderError when no right picture can be made of it.
 */
export async function frameFor(
  renderer: Renderer,
  instance: StoredInstance,
  number: number,
  chosen: Chosen,
): Promise<{ content: Segment[]; transferSyntax: string }> {
  const content = await frameSegments(instance, number),
    { transferSyntax } = chosen;
  const decoded = async () => ({
    content: [await renderer.decode(await gather(content), instance, number)],
    transferSyntax: explicitLittle,
  });
  if (chosen.decode) return decoded();
  if (!chosen.isOpen || !canDecode(instance.transferSyntax)) return { content, transferSyntax };
  const said = describe(instance.metadata, instance.transferSyntax, number);
  if (isNative(instance.transferSyntax))
    return shiftsBits(instance.metadata) ? decoded() : { content, transferSyntax };
  const stored = await gather(content),
    { isMisread } = judge(stored, instance.transferSyntax, said);
  if (isMisread) return decoded();
  const marked = withColourMarker(stored, instance.transferSyntax, said);
  return { content: marked === stored ? content : [Buffer.from(marked)], transferSyntax };
}

/**
 * Whether samples stand higher in their word than viewers look (HighBit is not BitsStored - 1). Frames are then sent where
 * they are looked for, and metadata say so; not where an overlay lies in the bits that would go.
 */
export function shiftsBits(metadata: Record<string, { Value?: unknown[] } | undefined>): boolean {
  const value = (tag: string) => Number(metadata[tag]?.Value?.[0] ?? Number.NaN),
    [stored, high] = [value('00280101'), value('00280102')];
  return (
    high > stored - 1 &&
    high < value('00280100') &&
    value('00280100') <= 16 &&
    value('00280002') === 1 &&
    !Object.keys(metadata).some((tag) => /^60..0102$/.test(tag) && value(tag) > 0)
  );
}
