import { Transform } from 'node:stream';

const address = /"https?:\/\/[^"\\\s]*?\/studies\/([0-9.]+(?:\/[^"\\\s]*)?)"/g;
/** The beginning of an address at the end of a chunk, as far as it has come. */
const unfinished = /"(?:h(?:t(?:t(?:p[^"\\\s]{0,4096})?)?)?)?$/;

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
      const cut = unfinished.exec(text)?.index ?? text.length;
      rest = text.slice(cut);
      done(null, rewrite(text.slice(0, cut)));
    },
    flush(done) { done(null, rewrite(rest + decoder.decode())); },
  });
}
