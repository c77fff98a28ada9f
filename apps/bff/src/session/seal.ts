import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Encrypts what lies in the database and must not be read there (tokens, drafts). */
export interface Seal {
  /** `context` binds the text to its place (table and row): moved elsewhere it does not open. */
  seal(text: string, context: string): Uint8Array<ArrayBuffer>;
  /** Throws when the bytes were changed, moved, or sealed with another key. */
  open(sealed: Uint8Array, context: string): string;
}

/** AES-256-GCM: version (1 byte), nonce (12), tag (16), text. `dataKey` is DATA_KEY, 32 bytes in base64. */
export function createSeal(dataKey: string): Seal {
  const key = Buffer.from(dataKey, 'base64');
  return {
    seal(text, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return new Uint8Array(Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]));
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== 1 || bytes.length < 29) throw new Error('sealed data of an unknown version');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(13, 29));
      return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8');
    },
  };
}
