import { PlatformBadge, useFormats } from '../../ui/index.ts';
import { listOf, t } from '../../ui/text.ts';
import type { PlannedRun } from './history.ts';
import { cell, Grid, numberCell } from './inspector-parts.tsx';
import { plan as m } from './messages-plan.ts';
import { planLines, planRequests, putOffText, REASON_WORDS } from './plan-explained.ts';

const LISTED = 30;

/** What an import would ask for, why, with how many requests and until when it can be asked: per ad account, opened on demand. */
export const PlanExplanation = ({ plan }: { plan: readonly PlannedRun[] }) => {
  if (plan.length === 0) return null;
  return (
    <section aria-label={t(m.label)} className="flex flex-col gap-1">
      <p className="font-semibold">{t(m.requestsFor, { requests: planRequests(plan), accounts: plan.length })}</p>
      <ul className="flex max-h-[280px] flex-col overflow-auto">
        {plan.slice(0, LISTED).map((run) => (
          <li key={`${run.platform} ${run.adAccountId}`} className="border-t border-line py-1.5">
            <Explained run={run} open={plan.length === 1} />
          </li>
        ))}
      </ul>
      {plan.length > LISTED && (
        <p className="text-caption text-text-3">{t(m.moreAccounts, { count: plan.length - LISTED })}</p>
      )}
    </section>
  );
};

const Explained = ({ run, open }: { run: PlannedRun; open: boolean }) => {
  const f = useFormats();
  const lines = planLines(run.items);
  return (
    <details open={open}>
      <summary>
        <span className="inline-flex max-w-[calc(100%-24px)] items-center gap-2 align-middle">
          <PlatformBadge platform={run.platform} />
          <span className="truncate font-semibold">
            <bdi>{run.client}</bdi>
          </span>
          <span className="whitespace-nowrap text-text-2">{t(m.requests, { count: run.requests })}</span>
        </span>
      </summary>
      <ul className="my-1 list-disc ps-5 text-text-2">
        {run.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {run.putOff.map((off) => (
          <li key={`${off.dataset}${off.from}`}>{t(m.notNow, { what: putOffText(off, (day) => f.day(day)) })}</li>
        ))}
      </ul>
      {lines.length > 0 && (
        <Grid heads={[m.headWhat, m.headDays, m.headWhy, m.headRequests, m.headReadable]} numbers={[m.headRequests]}>
          {lines.map((line) => (
            <tr key={line.what} className="border-t border-line">
              <td className={cell}>{line.what}</td>
              <td className={`${cell} whitespace-nowrap`}>{f.range(line.from, line.to)}</td>
              <td className={cell}>
                {listOf(
                  line.reasons.map((reason) => t(REASON_WORDS[reason])),
                  'unit',
                )}
              </td>
              <td className={numberCell}>{f.count(line.calls)}</td>
              <td className={`${cell} whitespace-nowrap`}>{f.day(line.expiresOn, 'long')}</td>
            </tr>
          ))}
        </Grid>
      )}
    </details>
  );
};
