import type { z } from 'zod';
import type { replayedRows } from '../../../contract/imports.ts';
import { listOf, t } from '../../ui/text.ts';
import { inspector as m } from './messages-plan.ts';

/** What became of rows that were read again, as a message. */
export function replayedText(result: z.infer<typeof replayedRows>): { title: string; body: string } {
  const { read, stored, unchanged, stillSetAside } = result;
  if (read === 0) return { title: t(m.replayNothing), body: t(m.replayNothingBody) };
  const parts = [
    ...(stored > 0 ? [t(m.partStored, { count: stored })] : []),
    ...(unchanged > 0 ? [t(m.partUnchanged, { count: unchanged })] : []),
    ...(stillSetAside > 0 ? [t(m.partAside, { count: stillSetAside })] : []),
  ];
  return {
    title: stored > 0 ? t(m.replayStored, { count: stored }) : t(m.replayNone),
    body: t(m.replayBody, { parts: listOf(parts, 'unit') }),
  };
}
