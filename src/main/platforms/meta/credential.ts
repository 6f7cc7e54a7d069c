import { rememberSecret } from '../../kernel/redact.ts';
import { PlatformError, type Credential } from '../platform.ts';
import { failureOf } from './errors.ts';

/** What a Meta connection keeps, sealed as a whole. `pasted` tokens were made outside and are never revoked from here. */
export type MetaCredential = {
  origin: 'pasted' | 'login';
  token: string;
  appId: string | null;
  appSecret: string | null;
};

const APP_ID = /^\d{5,25}$/;
/** Real tokens have 150 and more characters; a stand-in may use shorter ones, a slip of the clipboard is shorter still. */
const TOKEN = /^[A-Za-z0-9|_.-]{8,4096}$/;

/** A permanent failure decided here, before anything is asked of Meta. */
export function inputError(code: string, sentence: string): PlatformError {
  return new PlatformError(failureOf({ kind: 'permanent', code, sentence, scope: 'connection' }, null));
}

/** The person's app fields, trimmed; null where empty. Throws PlatformError for an app id that cannot be one. */
export function readApp(app: Readonly<Record<string, string>>): { appId: string | null; appSecret: string | null } {
  const appId = app['appId']?.trim() || null;
  const appSecret = app['appSecret']?.trim() || null;
  if (appId !== null && !APP_ID.test(appId)) {
    throw inputError(
      'BAD_APP_ID',
      "The Meta app id is a long number. Copy it from the app's page at developers.facebook.com.",
    );
  }
  if (appSecret !== null && appId === null) {
    throw inputError('APP_FIELDS_MISSING', 'An app secret needs its Meta app id beside it. Enter both, or neither.');
  }
  if (appSecret !== null) rememberSecret(appSecret);
  return { appId, appSecret };
}

/** Builds a credential from a pasted token; only the shape is checked. Throws PlatformError (BAD_TOKEN_SHAPE). */
export function credentialFromPaste(app: Readonly<Record<string, string>>, secret: string): Credential {
  const token = secret.trim();
  if (token === '') {
    throw inputError('BAD_TOKEN_SHAPE', 'The Meta token is empty. Paste the whole system-user token and try again.');
  }
  rememberSecret(token);
  if (!TOKEN.test(token)) {
    throw inputError(
      'BAD_TOKEN_SHAPE',
      // A colon behind the word would read as a secret's name to whoever takes secrets out of texts.
      'This does not look like a whole Meta token. It is cut short or holds other characters; copy all of it and paste it again.',
    );
  }
  return { origin: 'pasted', token, ...readApp(app) } satisfies MetaCredential;
}

/** Reads back what was sealed. Throws PlatformError (CREDENTIAL_UNREADABLE) when it is not a Meta credential. */
export function readCredential(credential: Credential): MetaCredential {
  const { origin, token, appId, appSecret } = credential;
  if (typeof token !== 'string' || token === '' || (origin !== 'pasted' && origin !== 'login')) {
    throw new PlatformError(
      failureOf(
        {
          kind: 'reauthorize',
          code: 'CREDENTIAL_UNREADABLE',
          sentence: 'The saved Meta Ads sign-in cannot be read. Sign in again; saved data is still here.',
          scope: 'connection',
        },
        null,
      ),
    );
  }
  const secret = typeof appSecret === 'string' && appSecret !== '' ? appSecret : null;
  rememberSecret(token);
  if (secret !== null) rememberSecret(secret);
  return { origin, token, appId: typeof appId === 'string' && appId !== '' ? appId : null, appSecret: secret };
}
