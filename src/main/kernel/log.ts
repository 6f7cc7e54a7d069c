import { inspect } from 'node:util';
import { redact } from './redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

/** Wraps a sink so that every line, its fields included, is redacted before it leaves this module. */
export function redactingLog(sink: (line: { level: LogLevel; message: string; fields: unknown }) => void): Log {
  return (level, message, fields) => {
    const safe = fields === undefined ? undefined : redactFields(fields);
    sink({ level, message: redact(message), fields: safe });
  };
}

function redactFields(fields: Record<string, unknown>): unknown {
  const text = redact(asText(fields));
  try {
    return JSON.parse(text);
  } catch {
    // An unquoted secret (a number) leaves text that is no longer JSON; the text is still worth keeping.
    return text;
  }
}

/** An error may carry a socket or itself; a log that threw on it would end whoever logs. */
function asText(fields: Record<string, unknown>): string {
  try {
    return JSON.stringify(fields, errorReplacer);
  } catch {
    return inspect(fields, { depth: 5, breakLength: Number.POSITIVE_INFINITY });
  }
}

function errorReplacer(_key: string, value: unknown): unknown {
  if (value instanceof Error)
    return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
  return typeof value === 'bigint' ? String(value) : value;
}

export const silentLog: Log = () => undefined;
