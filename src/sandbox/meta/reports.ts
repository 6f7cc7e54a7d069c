import { digits, hashText } from '../hash.ts';
import { DAY_MS } from '../calendar.ts';
import type { World } from '../world.ts';
import type { InsightsQuery } from './insights.ts';

/** How a report ends: `Failed` and `Skipped` also reach 100 %, and a stuck one never moves. */
export type ReportEnd = 'Job Completed' | 'Job Failed' | 'Job Skipped' | 'stuck';

export type Report = {
  id: string;
  query: InsightsQuery;
  asOf: number;
  createdAt: number;
  polls: number;
  end: ReportEnd;
};

/** Asynchronous insights runs. Progress goes by polls, not by time, so a fixed clock gets an answer too. */
export function createReports(world: World) {
  const runs = new Map<string, Report>();
  let next: ReportEnd[] = [];
  let started = 0;
  return {
    reset(): void {
      runs.clear();
      next = [];
      started = 0;
    },
    /** The next reports end like this. */
    endNext: (end: ReportEnd, times: number): void => void next.push(...Array.from({ length: times }, () => end)),
    start(query: InsightsQuery, asOf: number): string {
      const id = digits(hashText(`run ${++started}`, world.options.seed), 15);
      runs.set(id, { id, query, asOf, createdAt: world.now(), polls: 0, end: next.shift() ?? 'Job Completed' });
      return id;
    },
    /** The run of an id; runs are forgotten after 30 days. */
    find(id: string): Report | undefined {
      const run = runs.get(id);
      return run === undefined || world.now() - run.createdAt > 30 * DAY_MS ? undefined : run;
    },
    /** One poll: the run's state as Graph shows it. */
    poll(run: Report): Record<string, unknown> {
      run.polls++;
      const needed = world.options.metaReportPolls;
      const base = { id: run.id, account_id: run.query.account.id, time_ref: Math.floor(run.createdAt / 1000) };
      if (run.end === 'stuck') return { ...base, async_status: 'Job Running', async_percent_completion: 0 };
      if (run.polls < needed)
        return {
          ...base,
          async_status: run.polls === 1 ? 'Job Not Started' : 'Job Running',
          async_percent_completion: run.polls === 1 ? 0 : Math.floor((run.polls / needed) * 100),
        };
      const done = {
        ...base,
        async_status: run.end,
        async_percent_completion: 100,
        time_completed: Math.floor(world.now() / 1000),
      };
      if (run.end === 'Job Completed') return done;
      return {
        ...done,
        error_code: 2,
        error_subcode: 1504044,
        error_message: 'The report could not be created.',
        error_user_title: 'Report failed',
        error_user_msg: 'Please try again with a smaller range.',
      };
    },
    isDone: (run: Report): boolean => run.end === 'Job Completed' && run.polls >= world.options.metaReportPolls,
  };
}
