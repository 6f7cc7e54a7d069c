import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { FromEngine } from '../kernel/engine-protocol.ts';
import { redact } from '../kernel/redact.ts';

export type LogLine = Omit<Extract<FromEngine, { type: 'log' }>, 'type'>;
export type DesktopLog = { write(line: LogLine): void; file: string | null };

const LARGEST_BYTES = 5 * 1024 * 1024;

/**
 * Where the engine's and the host's lines go: to the terminal in a checkout, to a file in the installed application, which has no terminal.
 * The file starts anew when it is large; one older file is kept. A log that cannot be written is given up without a word.
 */
export function openLog(folder: string, packaged: boolean): DesktopLog {
  if (!packaged) {
    // The terminal may be closed before the application.
    process.stderr.on('error', () => undefined);
    return {
      file: null,
      write: ({ level, message, fields }) => {
        const more = fields === undefined || fields === null ? '' : ` ${redact(JSON.stringify(fields))}`;
        process.stderr.write(`${level} ${redact(message)}${more}\n`);
      },
    };
  }
  const file = join(folder, 'tidemark.log');
  try {
    if (statSync(file).size > LARGEST_BYTES) renameSync(file, join(folder, 'tidemark.1.log'));
  } catch {
    // There is none yet.
  }
  try {
    const destination = pino.destination({ dest: file, mkdir: true, sync: true, mode: 0o600 });
    destination.on('error', () => undefined);
    const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
    return {
      file,
      write: ({ level, message, fields }) => {
        const safe = fields === undefined || fields === null ? undefined : redact(JSON.stringify(fields));
        try {
          logger[level](safe === undefined ? {} : { fields: safe }, redact(message));
        } catch {
          // A full disk must not end the application.
        }
      },
    };
  } catch {
    return { file: null, write: () => undefined };
  }
}
