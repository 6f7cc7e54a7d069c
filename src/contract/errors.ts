import { z } from 'zod';
import { t } from '../words/text.ts';
import { errorMessages as m } from './messages.ts';

/**
 * Errors a procedure may answer with. Every code has one sentence and one action in the interface (test/architecture walks them).
 * Anything not declared here reaches the caller as INTERNAL with an incident id; stack and details stay in the log.
 */
export const errors = {
  /** The words of the request are wrong: a day, a name, a flag. The message says which and how to write it. */
  BAD_INPUT: {
    status: 400,
    get message() {
      return t(m.badInput);
    },
    data: z.object({ field: z.string().nullable() }),
  },
  /** A client, connection, ad account or run of that name or id does not exist. */
  NOT_FOUND: {
    status: 404,
    get message() {
      return t(m.notFound);
    },
    data: z.object({ what: z.string() }),
  },
  /** A platform refused or could not answer; `problem.code` says how. */
  PLATFORM_REFUSED: {
    status: 502,
    get message() {
      return t(m.platformRefused);
    },
    data: z.object({ code: z.string(), kind: z.string(), retryAt: z.string().nullable() }),
  },
  /** Secrets cannot be kept or read now: no keychain, vault locked, wrong passphrase. */
  SECRETS_UNAVAILABLE: {
    status: 423,
    get message() {
      return t(m.secretsUnavailable);
    },
    data: z.object({ code: z.string() }),
  },
  /** The workspace cannot be used: damaged, from a newer version, read-only, disk full, open elsewhere. */
  WORKSPACE_UNAVAILABLE: {
    status: 503,
    get message() {
      return t(m.workspaceUnavailable);
    },
    data: z.object({ code: z.string() }),
  },
  /** Something of the kind is already going on. */
  ALREADY_RUNNING: {
    status: 409,
    get message() {
      return t(m.alreadyRunning);
    },
    data: z.object({ importRunId: z.string().nullable() }),
  },
  /** A fault of ours. */
  INTERNAL: {
    status: 500,
    get message() {
      return t(m.internal);
    },
    data: z.object({ incidentId: z.string() }),
  },
} as const;

export type ErrorCode = keyof typeof errors;
