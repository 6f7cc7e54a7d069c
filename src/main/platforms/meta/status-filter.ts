import type { Level } from '../../../contract/vocabulary.ts';
import type { PlatformDeps } from '../platform.ts';
import { classify, GraphError } from './errors.ts';
import type { MetaSdk } from './sdk.ts';

/**
 * Meta hides archived and deleted campaigns, ad sets and ads from lists and from insights below the account level unless a
 * filter on effective_status names them, while the account's own figures still contain them (Insights; "Manage your ad object's
 * status"). So every request below the account names every status.
 */
export type FilteredLevel = Exclude<Level, 'account'>;

type FilterParams = { filtering?: { field: string; operator: 'IN'; value: string[] }[] };

function statusesOf(sdk: MetaSdk, level: FilteredLevel): string[] {
  const { Campaign, AdSet, Ad } = sdk;
  const owner = { campaign: Campaign, ad_group: AdSet, ad: Ad }[level];
  return Object.values(owner.EffectiveStatus);
}

/** Code 100 that is about the parameters: not too much data, not a missing permission. */
function refusesParameters(error: unknown): boolean {
  return error instanceof GraphError && error.fields.code === 100 && classify(error, 0).code === 'REQUEST_REFUSED';
}

/** Remembers per session how far Meta accepts the filter, so that a refusal costs one call and not one per slice. */
export type FilterMemory = Map<string, number>;

/**
 * Runs `pages` with the widest status filter that is accepted: all, all but DELETED (some edges answer 100/1815001 to it), none.
 * Only a refusal before the first page falls back; a narrower list is logged, because it may lack what Meta hides.
 */
export async function* withEveryStatus<T>(
  sdk: MetaSdk,
  level: FilteredLevel,
  field: string,
  memory: FilterMemory,
  log: PlatformDeps['log'],
  pages: (params: FilterParams) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const statuses = statusesOf(sdk, level);
  const filter = (value: string[]): FilterParams => ({ filtering: [{ field, operator: 'IN', value }] });
  const steps = [filter(statuses), filter(statuses.filter((status) => status !== 'DELETED')), {}];
  const key = `${level} ${field}`;
  for (let step = memory.get(key) ?? 0; ; step += 1) {
    let started = false;
    try {
      for await (const page of pages(steps[step] ?? {})) {
        if (!started) memory.set(key, step);
        started = true;
        yield page;
      }
      return;
    } catch (error) {
      if (started || step >= steps.length - 1 || !refusesParameters(error)) throw error;
      log('warn', 'Meta refused a status filter; asking with a narrower one', { field, step: step + 1 });
    }
  }
}
