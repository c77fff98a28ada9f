import { pbkdf2Sync, randomBytes } from 'node:crypto';

const iterations = 210_000;

/**
 * A password as Keycloak keeps it (CredentialRepresentation, algorithm pbkdf2-sha512). What is given hashed is taken as it
 * is; what is given in clear is held to the policy of the realm, which the password of the demonstration does not meet.
 * @param {string} password
 */
export function hashedPassword(password) {
  const salt = randomBytes(16);
  const value = pbkdf2Sync(password, salt, iterations, 64, 'sha512').toString('base64');
  return {
    type: 'password',
    temporary: false,
    secretData: JSON.stringify({ value, salt: salt.toString('base64'), additionalParameters: {} }),
    credentialData: JSON.stringify({
      hashIterations: iterations,
      algorithm: 'pbkdf2-sha512',
      additionalParameters: {},
    }),
  };
}
