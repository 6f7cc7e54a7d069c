import type { Connection } from '../../../contract/connections.ts';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';

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
      label: `Connect ${PLATFORM_LABELS[platform].name}`,
      done: connections.some((one) => one.platform === platform && one.state !== 'removed'),
      platform,
    })),
    {
      ...nowhere,
      id: 'owner',
      label: 'Give a client an owner',
      done: rows.some((row) => (row.owner ?? null) !== null),
      clientId,
      dialog: 'details' as const,
    },
    {
      ...nowhere,
      id: 'budget',
      label: 'Set a monthly budget',
      done: rows.some((row) => (row.paces?.length ?? 0) > 0),
      clientId,
      dialog: 'goals' as const,
    },
  ];
}
