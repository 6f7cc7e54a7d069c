import type { z } from 'zod';
import type { replayedRows } from '../../../contract/imports.ts';
import { count } from './words.ts';

/** What became of rows that were read again, as a message. */
export function replayedText(result: z.infer<typeof replayedRows>): { title: string; body: string } {
  const { read, stored, unchanged, stillSetAside } = result;
  if (read === 0) return { title: 'Nothing to read again', body: 'No row of this import is set aside any more.' };
  const parts = [
    ...(stored > 0 ? [`${count(stored, 'row')} stored`] : []),
    ...(unchanged > 0 ? [`${unchanged} as they were`] : []),
    ...(stillSetAside > 0 ? [`${stillSetAside} still set aside`] : []),
  ];
  return {
    title: stored > 0 ? `${count(stored, 'row')} could be read` : 'No further row could be read',
    body: `${parts.join(', ')}.`,
  };
}
