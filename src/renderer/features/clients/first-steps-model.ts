import type { Connection } from '../../../contract/connections.ts';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

/** One thing worth doing after the first import, and where it is done. */
export type FirstStep = {
  id: string;
  label: string;
  done: boolean;
  platform: PlatformId | null;
  clientId: string | null;
  dialog: 'goals' | 'details' | null;
};

/** Platforms first, then what makes the figures mean something: who looks after a client, and what was agreed with it. */
export function firstSteps(
  rows: readonly ClientRow[],
  connections: readonly Pick<Connection, 'platform' | 'state'>[],
): FirstStep[] {
  const [first] = rows;
  const clientId = first?.id ?? null;
  const nowhere = { platform: null, clientId: null, dialog: null };
  return [
    ...PLATFORM_IDS.map((platform) => ({
      ...nowhere,
      id: platform,
      label: t(m.stepConnect, { platform: PLATFORM_LABELS[platform].name }),
      done: connections.some((one) => one.platform === platform && one.state !== 'removed'),
      platform,
    })),
    {
      ...nowhere,
      id: 'owner',
      label: t(m.stepOwner),
      done: rows.some((row) => (row.owner ?? null) !== null),
      clientId,
      dialog: 'details' as const,
    },
    {
      ...nowhere,
      id: 'budget',
      label: t(m.stepBudget),
      done: rows.some((row) => (row.paces?.length ?? 0) > 0),
      clientId,
      dialog: 'goals' as const,
    },
  ];
}
