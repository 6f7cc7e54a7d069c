import type { z } from 'zod';
import type { platformInfo } from '../../contract/connections.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../contract/vocabulary.ts';
import { createGooglePlatform } from './google/index.ts';
import { createMetaPlatform } from './meta/index.ts';
import type { AdPlatform, PlatformDeps } from './platform.ts';
import { t } from '../../words/text.ts';

export type PlatformInfo = z.infer<typeof platformInfo>;
export type Platforms = ReadonlyMap<PlatformId, AdPlatform>;

/** Every ad platform Tidemark speaks to, one line each. The type asks for a line per name in the vocabulary. */
const FACTORIES: Record<PlatformId, (deps: PlatformDeps) => AdPlatform> = {
  meta: (deps) => createMetaPlatform(deps),
  google: (deps) => createGooglePlatform(deps),
};

/** The platforms by id, in the vocabulary's order. Building one loads no SDK and asks nothing of anybody. */
export function createPlatforms(deps: PlatformDeps): Platforms {
  return new Map(
    Object.values(FACTORIES)
      .map((create) => create(deps))
      .map((platform) => [platform.id, platform]),
  );
}

/** What a screen or the command line needs to offer a platform: contract.platforms.list. */
export function platformInfos(platforms: Platforms): PlatformInfo[] {
  return [...platforms.values()].map(({ id, capabilities, authorization }) => ({
    platform: id,
    name: PLATFORM_LABELS[id].name,
    badge: PLATFORM_LABELS[id].badge,
    adGroupName: t(PLATFORM_LABELS[id].adGroupName),
    scopes: [...authorization.scopes],
    appFields: authorization.appFields.map((field) => ({ ...field })),
    pastedSecret: { ...authorization.pastedSecret },
    lookbackDays: capabilities.lookbackDays,
    conversionSettleDays: capabilities.conversionSettleDays,
    retentionMonths: capabilities.retentionMonths,
    dailyOperations: capabilities.dailyOperations,
  }));
}
