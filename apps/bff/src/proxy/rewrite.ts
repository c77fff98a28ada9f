import { Transform } from 'node:stream';

const address = /"https?:\/\/[^"\\\s]*?\/studies\/([0-9.]+(?:\/[^"\\\s]*)?)"/g;
const longestAddress = 4096;

/**
 * Turns the upstream's absolute addresses in DICOM JSON (RetrieveURL, BulkDataURI) into ours, whatever host name it
 * gives itself; chunk by chunk, nothing is held but the end of an unfinished address.
 */
export function rewriteAddresses(prefix: string): Transform {
  let rest = '';
  const decoder = new TextDecoder();
  const rewrite = (text: string) => text.replace(address, `"${prefix}/studies/$1"`);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = rest + decoder.decode(chunk, { stream: true });
      const cut = unfinishedFrom(text);
      rest = text.slice(cut);
      done(null, rewrite(text.slice(0, cut)));
    },
    flush(done) {
      done(null, rewrite(rest + decoder.decode()));
    },
  });
}

/** Where an address begins that this text does not end; its length when there is none. */
function unfinishedFrom(text: string): number {
  const start = text.lastIndexOf('"http');
  const close = start < 0 ? -1 : text.indexOf('"', start + 1);
  if (start >= 0 && close < 0) return text.length - start < longestAddress ? start : text.length;
  const maybe = /"(?:h(?:tt?)?)?$/.exec(text)?.index ?? text.length;
  return maybe === close ? text.length : maybe;
}
