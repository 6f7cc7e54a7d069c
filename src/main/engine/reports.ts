import type { z } from 'zod';
import { toClientSafe } from '../../contract/client-safe.ts';
import type { reportInput, ReportModel } from '../../contract/reports.ts';
import { reportOf } from '../features/reports/model.ts';
import type { Reports } from '../features/reports/reports.ts';
import type { Reads } from './reads.ts';

/** Puts a client's report together from what is read and what was written. */
export type BuildReport = (input: z.infer<typeof reportInput>) => Promise<ReportModel>;

/**
 * Costs are in a report only when the client's policy shows them and nobody asked for a client-safe one. Where they are hidden the figures are
 * asked for without them, and the finished report passes the list of what a client may see once more: a field added later stays inside.
 */
export function createReportBuilder(deps: {
  reads: Pick<Reads, 'overview' | 'events'>;
  reports: Reports;
  demo: boolean;
  locale: () => string;
}): BuildReport {
  const { reads, reports } = deps;
  return async ({ sections, ...asked }) => {
    const setup = reports.setup(asked.clientId);
    const clientSafe = asked.clientSafe || !setup.shown;
    const view = { ...asked, clientSafe };
    const { asKnownOn, ...seen } = view;
    const [overview, events] = await Promise.all([reads.overview(view), reads.events(seen)]);
    const model = reportOf({
      overview,
      events,
      texts: reports.texts(asked.clientId, asked.range),
      sections: sections ?? setup.sections,
      range: asked.range,
      compare: asked.compare,
      asKnownOn,
      clientSafe,
      demo: deps.demo,
      locale: deps.locale(),
    });
    // The accounts behind it have their other names already.
    return clientSafe ? (toClientSafe('report', model, (alias) => alias) as ReportModel) : model;
  };
}
