import type { ComponentType } from 'react';
import type { Range } from '../../contract/primitives.ts';
import type { Level, PlatformId } from '../../contract/vocabulary.ts';

/**
 * Parts of the imports feature that other screens show. A feature may not import another one, so the routes hand these over.
 */
export type ImportSlots = {
  ImportButton: ComponentType<{
    clientIds: 'all' | string[];
    label?: string;
    variant?: 'primary' | 'secondary';
    /** Exactly these days instead of what is new. */
    range?: Range | null;
  }>;
  ImportStrip: ComponentType<{ clientId: string }>;
  /** Reads further datasets (breakdowns, hours) for the days that are shown. */
  ReadDatasets: ComponentType<{
    clientId: string;
    platforms: PlatformId[];
    datasets: string[];
    label: string;
    primary?: boolean;
    /** Also what the platform refused before. */
    again?: boolean;
  }>;
  /** What platforms corrected since the person last looked; of one entity when it is given. */
  ChangedSince: ComponentType<{ clientId: string; entity?: { level: Level; entityId: string } | null }>;
};

/** What the Overview shows of other features. */
export type OverviewSlots = ImportSlots & {
  /** Everything that can be done with one client. */
  ClientMenu: ComponentType<{
    clientId: string;
    adAccounts: readonly { platform: PlatformId; adAccountId: string; name: string }[];
  }>;
  /** What platforms told differently since the last visit. */
  ChangedSince?: ComponentType<{ clientId: string }>;
  /** Reach of exactly the period. */
  ReachTile?: ComponentType<{ clientId: string }>;
};
