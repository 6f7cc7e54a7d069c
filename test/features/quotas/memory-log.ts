import type { Log } from '../../../src/main/kernel/log.ts';

/** A log that keeps its messages. */
export function memoryLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { lines, log: (_level, message) => void lines.push(message) };
}
