import type { ErrorCode } from '../../contract/errors.ts';
import type { Problem } from '../../contract/primitives.ts';

/**
 * A refusal a person can do something about. `code` is one of the contract's; the sentence says what happened and what to do.
 * The engine turns it into the contract's error; anything else that is thrown becomes INTERNAL.
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly data: Record<string, unknown>;
  constructor(code: ErrorCode, sentence: string, data: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'Refusal';
    this.code = code;
    this.data = data;
  }
}

/** The next step that belongs to a platform failure's kind and code. */
export function fixFor(kind: string, code: string): Problem['fix'] {
  if (kind === 'reauthorize') return 'sign_in_again';
  if (kind === 'rate_limited') return 'wait';
  if (code === 'PAST_RETENTION') return 'change_range';
  if (code === 'NO_PERMISSION' || code === 'ACCOUNT_DISABLED' || code === 'MISSING_PERMISSION') return 'check_access';
  if (code === 'DISK_FULL') return 'free_space';
  if (code === 'SECRETS_LOCKED') return 'unlock';
  return 'retry';
}
