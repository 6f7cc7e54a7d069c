import { randomUUID } from 'node:crypto';
import { ORPCError, ValidationError } from '@orpc/server';
import { errors, type ErrorCode } from '../../contract/errors.ts';
import { Refusal } from '../kernel/failure.ts';
import type { Log } from '../kernel/log.ts';
import { redact } from '../kernel/redact.ts';
import { PlatformError } from '../platforms/platform.ts';
import { StoreError } from '../store/errors.ts';

function declared(code: ErrorCode, message: string, data: Record<string, unknown>): ORPCError<string, unknown> {
  return new ORPCError(code, { defined: true, status: errors[code].status, message: redact(message), data });
}

/**
 * Any thrown value as one of the contract's errors. What nobody foresaw becomes INTERNAL with an incident id: stack and cause go to
 * the log under that id and never to the caller.
 */
export function toContractError(error: unknown, log: Log): ORPCError<string, unknown> {
  if (error instanceof Refusal) return declared(error.code, error.message, error.data);
  if (error instanceof PlatformError) {
    const { code, kind, retryAt, sentence } = error.failure;
    return declared('PLATFORM_REFUSED', sentence, {
      code,
      kind,
      retryAt: retryAt === null ? null : new Date(retryAt).toISOString(),
    });
  }
  if (error instanceof StoreError) return declared('WORKSPACE_UNAVAILABLE', error.message, { code: error.code });
  if (error instanceof ORPCError) {
    if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
      const issue = error.cause.issues[0];
      const field = issue?.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.') ?? null;
      return declared('BAD_INPUT', issue?.message ?? 'Something in the request is not right.', { field });
    }
    if (error.defined) return error;
  }
  const incidentId = randomUUID();
  log('error', 'A call failed for a reason nobody foresaw.', { incidentId, error });
  return declared('INTERNAL', 'Something went wrong inside Tidemark. Your saved data is unchanged.', { incidentId });
}
