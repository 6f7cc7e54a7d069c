import type { Level } from '../../contract/vocabulary.ts';

/** So many ad accounts that are refused a figure at a level say that the platform does not tell it there; fewer may be about themselves. */
const ENOUGH = 3;

/** What a session learned of figures a platform refuses to tell beside the daily ones. */
export type RefusedFigures = {
  has(level: Level, adAccountId: string): boolean;
  add(level: Level, adAccountId: string): void;
};

export function rememberRefusals(): RefusedFigures {
  const refused = new Map<Level, Set<string>>();
  return {
    has(level, adAccountId) {
      const those = refused.get(level);
      return those !== undefined && (those.has(adAccountId) || those.size >= ENOUGH);
    },
    add(level, adAccountId) {
      refused.set(level, (refused.get(level) ?? new Set()).add(adAccountId));
    },
  };
}
