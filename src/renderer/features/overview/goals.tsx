import { useNavigate } from '@tanstack/react-router';
import { Target } from 'lucide-react';
import type { Overview } from '../../../contract/dashboards.ts';
import { METRICS, shortOf } from '../../../contract/metrics.ts';
import { Button, Card, StatusShape, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { ofBlock } from './messages-block.ts';
import { bulletOf, paceJudgement, targetJudgement, type Titled } from './model.ts';

type Block = Overview['blocks'][number];
type Pace = NonNullable<Block['pace']>;
type Target = NonNullable<Block['targets']>[number];

/** The month against its budget, and what one conversion may cost: what was agreed beside where it stands. */
export const Goals = ({
  block,
  titled,
  period,
  className,
}: {
  block: Block;
  titled: Titled;
  /** 'Oct 21 – Nov 19': the days the targets are held against. The budget is always of the running month. */
  period: string;
  className?: string;
}) => {
  const navigate = useNavigate();
  const open = (): void =>
    void navigate({ to: '.', search: ((old: object) => ({ ...old, dialog: 'goals' })) as never, replace: true });
  const pace = block.pace ?? null;
  const targets = block.targets ?? [];
  const empty = pace === null && targets.length === 0;
  return (
    <Card
      title={titled(t(ofBlock.goals))}
      tight
      {...(className === undefined ? {} : { className })}
      actions={
        <Button small variant="quiet" icon={Target} onClick={open}>
          {t(empty ? ofBlock.setGoals : ofBlock.change)}
        </Button>
      }
    >
      {empty ? (
        <p className="text-text-2">{t(ofBlock.goalsEmpty)}</p>
      ) : (
        <div className="flex flex-col gap-1">
          {pace !== null && <Pacing pace={pace} />}
          {targets.length > 0 && (
            <ul className="flex flex-wrap items-center justify-between gap-x-2">
              {targets.map((target) => (
                <TargetLine key={target.metric} target={target} currency={block.currency} />
              ))}
              <li className="-mt-1 text-caption leading-3 whitespace-nowrap text-text-3">{period}</li>
            </ul>
          )}
        </div>
      )}
    </Card>
  );
};

/** A bullet bar: what was spent, a tick where an even month would be today, the end = the budget or beyond. */
const Pacing = ({ pace }: { pace: Pace }) => {
  const f = useFormats();
  const { currency } = pace;
  const bullet = bulletOf(pace);
  const judgement = paceJudgement(pace.pace);
  const budget = f.compactMoney(pace.budgetMicros, currency);
  const spent = f.compactMoney(pace.spentMicros ?? 0, currency);
  return (
    <div>
      <div className="flex items-center gap-2">
        <span className="truncate font-semibold whitespace-nowrap">
          {pace.spentMicros === null ? budget : t(ofBlock.spent, { spent, budget })}{' '}
          <span className="text-caption font-normal text-text-3">{t(ofBlock.thisMonth)}</span>
        </span>
        {pace.pace !== null && judgement && (
          <StatusShape
            kind={judgement.kind}
            text={t(ofBlock.paceOf, { pace: f.percent(pace.pace * 100, 0), judgement: judgement.word })}
            className="ms-auto"
          />
        )}
      </div>
      {bullet === null ? (
        <p className="text-text-3">{pace.reason ?? t(ofBlock.noWholeDay)}</p>
      ) : (
        <>
          <div
            role="img"
            title={pace.through === null ? t(ofBlock.evenMonth) : t(ofBlock.evenMonthOn, { day: f.day(pace.through) })}
            aria-label={
              pace.projectedMicros === null
                ? t(ofBlock.spentSpoken, { spent, budget })
                : t(ofBlock.spentProjected, { spent, budget, projected: f.money(pace.projectedMicros, currency) })
            }
            className="relative mt-1 h-2.5"
          >
            <div className="absolute inset-y-0 start-0 w-full bg-sunken" />
            <div
              className="absolute inset-y-0 start-0 border-e border-control bg-line"
              style={{ width: `${bullet.budget * 100}%` }}
            />
            <div className="absolute inset-y-[3px] start-0 bg-accent" style={{ width: `${bullet.spent * 100}%` }} />
            <div
              className="absolute -inset-y-0.5 w-0.5 bg-text"
              style={{ insetInlineStart: `${bullet.today * 100}%` }}
            />
          </div>
          <p className="mt-0.5 truncate text-caption text-text-3">
            {pace.projectedMicros === null
              ? t(ofBlock.daysLeft, { days: pace.daysLeft })
              : t(ofBlock.atThisPace, {
                  days: pace.daysLeft,
                  projected: f.compactMoney(pace.projectedMicros, currency),
                })}
          </p>
        </>
      )}
    </div>
  );
};

const TargetLine = ({ target, currency }: { target: Target; currency: string }) => {
  const f = useFormats();
  const metric = METRICS[target.metric];
  const judgement = targetJudgement(target);
  return (
    <li className="flex items-center gap-1.5 whitespace-nowrap">
      <span className="text-text-2">{shortOf(metric)}</span>
      <span className="font-semibold">{f.metric(metric, target.actual, currency)}</span>
      <span className="text-text-3">
        {target.metric === 'cpa'
          ? t(ofBlock.atMost, { value: f.count(target.target / 1e6, 2) })
          : t(ofBlock.atLeast, { value: f.count(target.target, 1) })}
      </span>
      <StatusShape kind={judgement.kind} text={judgement.word} hideText={target.met !== null && !target.lowData} />
    </li>
  );
};
