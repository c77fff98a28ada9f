import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Encrypts what lies in the database and must not be read there (tokens, drafts), and marks rows that must not be changed there. */
export interface DataCipher {
  /** `context` binds the text to its place (table and row): moved elsewhere it does not open. */
  encrypt(text: string, context: string): Uint8Array<ArrayBuffer>;
  /** Throws when the bytes were changed, moved, or sealed with a key that is not here. */
  decrypt(sealed: Uint8Array, context: string): string;
  /** What a row means, as it was when we wrote it: HMAC-SHA-256 over the values in this order. */
  mark(values: readonly unknown[], context: string): Uint8Array<ArrayBuffer>;
  isMarked(mark: Uint8Array | null, values: readonly unknown[], context: string): boolean;
  /** Made with the key that writes: nothing to do when keys are changed. */
  isCurrent(sealedOrMark: Uint8Array): boolean;
  /** The first byte and the key's name, as what the writing key makes begins. */
  readonly prefix: Uint8Array<ArrayBuffer>;
}

interface Key {
  id: Buffer;
  encrypts: Buffer;
  marks: Buffer;
}
const idBytes = 8;
/** 1: without the name of a key, as before keys could be changed; 2: with it. */
const [nameless, named] = [1, 2];

/**
 * `keys`: 32 bytes in base64 each. The first one writes, all of them read. What is sealed: version (1 byte), name of the key
 * (8), nonce (12), tag (16), text (AES-256-GCM). A mark: version, name, HMAC (32).
 */
export function createDataCipher(...keys: readonly string[]): DataCipher {
  const known = keys.map(keyOf);
  const [current] = known;
  if (!current) throw new Error('no data key');
  const byName = (bytes: Buffer): Key | undefined =>
    bytes[0] === named ? known.find(({ id }) => id.equals(bytes.subarray(1, 1 + idBytes))) : undefined;
  const prefix = new Uint8Array([named, ...current.id]);
  const macOf = ({ marks }: Key, values: readonly unknown[], context: string): Buffer =>
    createHmac('sha256', marks)
      .update(JSON.stringify([context, ...values.map(plain)]))
      .digest();

  return {
    prefix,
    encrypt(text, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current.encrypts, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return new Uint8Array(Buffer.concat([prefix, nonce, cipher.getAuthTag(), body]));
    },
    decrypt(sealed, context) {
      const bytes = Buffer.from(sealed);
      const key = byName(bytes);
      if (key) return decrypted(bytes.subarray(1 + idBytes), key, context);
      if (bytes[0] !== nameless) throw new Error('sealed with a key or in a form that is not known');
      for (const old of known)
        try {
          return decrypted(bytes.subarray(1), old, context);
        } catch {
          /* another one's */
        }
      throw new Error('sealed with a key that is not known');
    },
    mark: (values, context) => new Uint8Array(Buffer.concat([prefix, macOf(current, values, context)])),
    isMarked(mark, values, context) {
      if (mark === null) return false;
      const bytes = Buffer.from(mark);
      const key = byName(bytes);
      const given = bytes.subarray(1 + idBytes);
      return key !== undefined && given.length === 32 && timingSafeEqual(given, macOf(key, values, context));
    },
    isCurrent: (bytes) => Buffer.from(prefix).equals(Buffer.from(bytes).subarray(0, prefix.length)),
  };
}

/** Keys are named by a hash, so that a setting needs no name beside it; what marks is derived from what encrypts. */
function keyOf(text: string): Key {
  const encrypts = Buffer.from(text, 'base64');
  return {
    id: createHash('sha256').update('keneyapp data key').update(encrypts).digest().subarray(0, idBytes),
    encrypts,
    marks: Buffer.from(hkdfSync('sha256', encrypts, Buffer.alloc(0), 'keneyapp row marks', 32)),
  };
}

function decrypted(bytes: Buffer, { encrypts }: Key, context: string): string {
  if (bytes.length < 28) throw new Error('sealed data is cut off');
  const decipher = createDecipheriv('aes-256-gcm', encrypts, bytes.subarray(0, 12))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

const plain = (value: unknown): unknown =>
  value instanceof Date
    ? value.toISOString()
    : value instanceof Uint8Array
      ? Buffer.from(value).toString('base64')
      : value;
