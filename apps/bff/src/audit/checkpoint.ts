import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** The chain up to a record, signed. Bytes are hexadecimal, the signature base64. */
export interface Checkpoint {
  /** From 1, without gaps. */
  number: string;
  seq: string;
  hash: string;
  /** Records from the first to `seq`. */
  count: string;
  /** ISO 8601, UTC, milliseconds. */
  signedAt: string;
  keyId: string;
  /** SHA-256 of the signature of the checkpoint before; zeros for the first. */
  previous: string;
  signature: string;
}

export const noCheckpoint = '00'.repeat(32);

const signedText = ({
  number,
  seq,
  hash,
  count,
  signedAt,
  keyId,
  previous,
}: Omit<Checkpoint, 'signature'>): Buffer =>
  Buffer.from(
    ['keneyapp-audit-checkpoint-1', number, seq, hash, count, signedAt, keyId, previous, ''].join('\n'),
  );

export function linkOf({ signature }: Pick<Checkpoint, 'signature'>): string {
  return createHash('sha256').update(Buffer.from(signature, 'base64')).digest('hex');
}

/** PKCS #8 of an Ed25519 key is these bytes and its 32 (RFC 8410, 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface SigningKey {
  keyId: string;
  publicKey: KeyObject;
  sign(checkpoint: Omit<Checkpoint, 'signature' | 'keyId'>): Checkpoint;
  /** Of a text that says itself what it is; base64. */
  signText(text: string): string;
}

/** @param seed 32 random bytes in base64 (AUDIT_SIGNING_KEY) */
export function signingKey(seed: string): SigningKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8, Buffer.from(seed, 'base64')]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey),
    keyId = keyIdOf(publicKey);
  return {
    keyId,
    publicKey,
    signText: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    sign: (checkpoint) => ({
      ...checkpoint,
      keyId,
      signature: sign(null, signedText({ ...checkpoint, keyId }), privateKey).toString('base64'),
    }),
  };
}

/** First half of the SHA-256 of the public key in DER: short enough to be read out. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 32);
}

/** Public keys by their id: the present one, and those of before a change of keys. */
export type KnownKeys = ReadonlyMap<string, KeyObject>;
export function knownKeys(keys: KeyObject[]): KnownKeys {
  return new Map(keys.map((key) => [keyIdOf(key), key]));
}

export function isSignedBy(keys: KnownKeys, keyId: string, text: string, signature: string): boolean {
  const key = keys.get(keyId);
  return key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

export function signatureState(checkpoint: Checkpoint, keys: KnownKeys): 'valid' | 'forged' | 'unknown-key' {
  const key = keys.get(checkpoint.keyId);
  if (!key) return 'unknown-key';
  return verify(null, signedText(checkpoint), key, Buffer.from(checkpoint.signature, 'base64'))
    ? 'valid'
    : 'forged';
}
