import type { Overview, Unlike } from '../../../contract/dashboards.ts';
import type { EventsView, Flag } from '../../../contract/events.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { ReportSection } from '../../../contract/report-sections.ts';
import type { ReportModel, ReportTexts } from '../../../contract/reports.ts';
import { daysInRange } from '../../domain/days.ts';
import { fileSlug } from '../../../contract/file-name.ts';
import { proposedLines } from './summary.ts';

/** What happened on the agency's side; gaps are the platforms' affair, and notes are nobody else's. */
const DONE: readonly Flag['kind'][] = ['status', 'name', 'budget'];
const MOST_CHANGES = 40;

export type ReportParts = {
  overview: Overview;
  events: EventsView;
  texts: ReportTexts | null;
  sections: readonly ReportSection[];
  range: Range;
  compare: Range | null;
  asKnownOn: string | null;
  clientSafe: boolean;
  demo: boolean;
  locale: string;
};

/**
 * A report of what was read: with `clientSafe`, `overview` and `events` come without costs already. What was not asked for is left out here,
 * so that a file cannot hold more than its pages show.
 */
export function reportOf(parts: ReportParts): ReportModel {
  const { overview, range, texts } = parts;
  const has = (section: ReportSection): boolean => parts.sections.includes(section);
  const goals = has('kpis') && !parts.clientSafe;
  const done = has('changes') ? parts.events.flags.filter((one) => DONE.includes(one.kind)) : [];
  const settling = overview.settling;
  const written = texts?.lines ?? null;
  return {
    client: overview.client,
    range,
    compare: parts.compare,
    asKnownOn: parts.asKnownOn,
    sections: [...parts.sections],
    clientSafe: parts.clientSafe,
    demo: parts.demo,
    fileName: `${fileSlug(overview.client.name) || 'client'}-report-${range.from}_${range.to}`,
    asOf: overview.asOf,
    timezones: [...new Set(overview.adAccounts.map((one) => one.timezone))],
    settling,
    settlingDays: settling === null ? 0 : daysInRange(settling.from, settling.to),
    unlike: unlikeOf(overview),
    missing: missingOf(overview),
    lines: has('summary') ? (written ?? proposedLines(overview, parts.compare, parts.locale)) : [],
    written: written !== null,
    next: has('next') ? (texts?.next ?? '') : '',
    business: overview.business,
    blocks: overview.blocks.filter(known).map((block) => ({
      currency: block.currency,
      totals: has('kpis') ? block.totals : null,
      daily: has('trend') ? block.daily : [],
      channels: has('channels') ? block.channels : [],
      campaigns: has('campaigns') ? block.topCampaigns : [],
      ...(goals ? { goal: block.goal ?? null, pace: block.pace ?? null, targets: block.targets ?? [] } : {}),
    })),
    changes: done
      .slice(-MOST_CHANGES)
      .map(({ id, kind, day, title, platform }) => ({ id, kind, day, title, platform })),
    changesTotal: done.length,
  };
}

/** Something was told of it: a report of dashes is none. */
function known({ totals: { current } }: Overview['blocks'][number]): boolean {
  return Object.values(current).some((value) => typeof value === 'number');
}

/** Of all that the report shows, the plainest reason not to judge. */
export function unlikeOf({ blocks }: Pick<Overview, 'blocks'>): Unlike {
  const reasons = blocks.map(({ totals }) => totals.unlike ?? null);
  return reasons.find((reason) => reason === 'unfinished') ?? reasons.find((reason) => reason !== null) ?? null;
}

/** Per platform the days its worst ad account lacks. */
function missingOf(overview: Overview): ReportModel['missing'] {
  const worst = new Map<ReportModel['missing'][number]['platform'], number>();
  for (const { platform, missingDays } of overview.adAccounts)
    if (missingDays > 0) worst.set(platform, Math.max(worst.get(platform) ?? 0, missingDays));
  return [...worst].map(([platform, days]) => ({ platform, days }));
}
