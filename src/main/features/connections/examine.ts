import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { Refusal } from '../../kernel/failure.ts';
import { rememberSecret } from '../../kernel/redact.ts';
import {
  PlatformError,
  type AdAccountRecord,
  type AdPlatform,
  type AppField,
  type ConnectionCheck,
  type Credential,
} from '../../platforms/platform.ts';

export type Examined = { credential: Credential; check: ConnectionCheck; adAccounts: AdAccountRecord[] };

/** Any thrown value as what the app shows: refusals and platform errors as they are, the rest through the platform's eyes. */
export function asPlatformError(platform: AdPlatform, error: unknown): Refusal | PlatformError {
  if (error instanceof Refusal || error instanceof PlatformError) return error;
  return new PlatformError(platform.classify(error), { cause: error });
}

/** Asks the platform who a credential is and which ad accounts it sees. Throws PlatformError; nothing is stored. */
export async function examine(platform: AdPlatform, credential: Credential, signal: AbortSignal): Promise<Examined> {
  let newest = credential;
  try {
    const session = platform.openSession(credential, {
      onCredentialChanged: (changed) => {
        newest = changed;
      },
    });
    const check = await session.check(signal);
    const adAccounts: AdAccountRecord[] = [];
    for await (const adAccount of session.listAdAccounts(signal)) adAccounts.push(adAccount);
    if (adAccounts.length === 0) throw noAdAccounts(platform);
    return { credential: newest, check: { ...check, person: check.person ?? nameFrom(adAccounts) }, adAccounts };
  } catch (error) {
    throw asPlatformError(platform, error);
  }
}

/** A sign-in that is not valid means something else for a token just pasted: there is nothing saved to sign in to again. */
export function aboutPasted(platform: AdPlatform, error: unknown): unknown {
  if (!(error instanceof PlatformError)) return error;
  const { failure } = error;
  if (failure.code !== 'TOKEN_INVALID' && failure.code !== 'TOKEN_REVOKED') return error;
  const { label } = platform.authorization.pastedSecret;
  const sentence = `${PLATFORM_LABELS[platform.id].name} does not accept this ${label.toLowerCase()}. Check that it was copied whole and is meant for this app, or make a new one; nothing was changed.`;
  return new PlatformError({ ...failure, sentence }, { cause: error });
}

/** A platform that does not say who signed in: the manager account at the top, else the only account, tells one sign-in from another. */
function nameFrom(adAccounts: readonly AdAccountRecord[]): string | null {
  const manager = adAccounts.find((adAccount) => adAccount.isManager && adAccount.managerPath.length === 0);
  return manager?.name ?? (adAccounts.length === 1 ? (adAccounts[0]?.name ?? null) : null);
}

function noAdAccounts(platform: AdPlatform): PlatformError {
  return new PlatformError({
    kind: 'permanent',
    code: 'NO_AD_ACCOUNTS',
    sentence: `This sign-in sees no ad account at ${PLATFORM_LABELS[platform.id].name}. Have one shared with it, or sign in as someone who has one.`,
    detail: null,
    retryAt: null,
    scope: 'connection',
  });
}

/** The app fields a person entered: trimmed, empty ones left out, secret ones known to the redactor. */
export function cleanAppFields(
  fields: readonly AppField[],
  app: Readonly<Record<string, string>>,
): Record<string, string> {
  const cleaned: Record<string, string> = {};
  for (const [name, value] of Object.entries(app)) {
    const field = fields.find((candidate) => candidate.name === name);
    if (field === undefined)
      throw new Refusal('BAD_INPUT', 'The app has a field Tidemark does not know.', { field: name });
    if (field.secret) rememberSecret(value.trim());
    if (value.trim() !== '') cleaned[name] = value.trim();
  }
  return cleaned;
}

/** Throws Refusal naming the first required field that is missing. */
export function requireAppFields(fields: readonly AppField[], app: Readonly<Record<string, string>>): void {
  const missing = fields.find((field) => field.required && app[field.name] === undefined);
  if (missing) {
    throw new Refusal('BAD_INPUT', `${missing.label} is missing. ${missing.hint}`, { field: missing.name });
  }
}
