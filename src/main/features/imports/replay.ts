import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { AdPlatform, DatasetPage } from '../../platforms/platform.ts';
import { turn } from '../../kernel/turns.ts';
import type { Store } from '../../store/open.ts';
import { setAsideRows, type SetAsideRow } from '../../store/reads/set-aside.ts';
import { storeReplayed } from '../../store/writes/replay.ts';

/** What became of rows once set aside: `read` = stored + unchanged + stillSetAside. */
export type Replayed = { read: number; stored: number; unchanged: number; stillSetAside: number };

const PAGE = 200;

/**
 * Reads rows that imports set aside once more, with this version's eyes and without asking a platform, and stores those it
 * understands now where the store has none in their place (promise S14: fetched = stored + unchanged + set aside, always).
 */
export function createReplay(deps: {
  store: Store;
  platforms: ReadonlyMap<PlatformId, AdPlatform>;
  now: () => number;
  dataChanged: () => void;
}): (runId: string | null) => Promise<Replayed> {
  const { store } = deps;

  function replay(row: SetAsideRow): 'stored' | 'unchanged' | 'stillSetAside' {
    const platform = deps.platforms.get(row.platform);
    const dataset = platform?.capabilities.datasets.find(({ id }) => id === row.dataset) ?? null;
    if (!platform || (row.dataset !== null && dataset === null)) return 'stillSetAside';
    const { adAccountId, accessPath, currency, timeZone, level, from, to } = row;
    const common = { adAccount: { adAccountId, accessPath, currency, timeZone }, from, to, asynchronous: false };
    let page: DatasetPage;
    try {
      page = platform.reread(dataset === null ? { ...common, level } : { ...common, dataset }, [JSON.parse(row.raw)]);
    } catch {
      // Cut because it was long, or no JSON to begin with.
      return 'stillSetAside';
    }
    const [record] = page.records;
    if (!record || page.setAside.length > 0) return 'stillSetAside';
    const outcome = storeReplayed(store.db, row, dataset, record, deps.now());
    return outcome === 'not_taken' ? 'stillSetAside' : outcome;
  }

  return async (runId) => {
    const replayed: Replayed = { read: 0, stored: 0, unchanged: 0, stillSetAside: 0 };
    let below: number | null = null;
    for (;;) {
      const rows = setAsideRows(store.db, { runId, below, limit: PAGE });
      if (rows.length === 0) break;
      for (const row of rows) {
        try {
          replayed[replay(row)] += 1;
        } catch (error) {
          throw store.explain(error) ?? error;
        }
        replayed.read += 1;
        below = row.id;
      }
      // The engine answers readers in between.
      await turn();
    }
    if (replayed.stored > 0) deps.dataChanged();
    return replayed;
  };
}
