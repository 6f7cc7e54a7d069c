import { useNavigate } from '@tanstack/react-router';
import { Target } from 'lucide-react';
import type { Overview } from '../../../contract/dashboards.ts';
import { METRICS } from '../../../contract/metrics.ts';
import { Button, Card, plural, StatusShape, useFormats } from '../../ui/index.ts';
import { bulletOf, paceJudgement, targetJudgement } from './model.ts';

type Block = Overview['blocks'][number];
type Pace = NonNullable<Block['pace']>;
type Target = NonNullable<Block['targets']>[number];

/** The month against its budget, and what one conversion may cost: what was agreed beside where it stands. */
export const Goals = ({ block, suffix, className }: { block: Block; suffix: string; className?: string }) => {
  const navigate = useNavigate();
  const open = (): void =>
    void navigate({ to: '.', search: ((old: object) => ({ ...old, dialog: 'goals' })) as never, replace: true });
  const pace = block.pace ?? null;
  const targets = block.targets ?? [];
  const empty = pace === null && targets.length === 0;
  return (
    <Card
      title={`Budget and targets${suffix}`}
      tight
      {...(className === undefined ? {} : { className })}
      actions={
        <Button small variant="quiet" icon={Target} onClick={open}>
          {empty ? 'Set goals' : 'Change'}
        </Button>
      }
    >
      {empty ? (
        <p className="text-text-2">Set a monthly budget and targets to see here whether the month is on pace.</p>
      ) : (
        <div className="flex flex-col gap-1.5">
          {pace !== null && <Pacing pace={pace} />}
          {targets.length > 0 && (
            <ul className="flex flex-wrap justify-between gap-x-2">
              {targets.map((target) => (
                <TargetLine key={target.metric} target={target} currency={block.currency} />
              ))}
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
  const left = plural(f.locale, pace.daysLeft, { one: '# day left', other: '# days left' });
  const spent = `${f.compactMoney(pace.spentMicros ?? 0, currency)} of ${f.compactMoney(pace.budgetMicros, currency)}`;
  const words = pace.pace === null ? null : f.percent(pace.pace * 100, 0);
  return (
    <div>
      <div className="flex items-center gap-2">
        <span className="truncate font-semibold whitespace-nowrap">
          {pace.spentMicros === null ? f.compactMoney(pace.budgetMicros, currency) : spent}
        </span>
        {words && judgement && (
          <StatusShape kind={judgement.kind} text={`${words}, ${judgement.word}`} className="ms-auto" />
        )}
      </div>
      {bullet === null ? (
        <p className="text-text-3">{pace.reason ?? 'No whole day of this month yet.'}</p>
      ) : (
        <>
          <div
            role="img"
            title={`Mark: where an even month would be${pace.through === null ? '' : ` on ${f.day(pace.through)}`}`}
            aria-label={`${spent} spent${pace.projectedMicros === null ? '' : `, about ${f.money(pace.projectedMicros, currency)} by the end of the month`}`}
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
            {left}
            {pace.projectedMicros !== null &&
              ` · at this pace ${f.compactMoney(pace.projectedMicros, currency)} by the end of the month`}
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
  const bound = target.metric === 'cpa' ? '≤' : '≥';
  return (
    <li className="flex items-center gap-1.5 whitespace-nowrap">
      <span className="text-text-2">{metric.short}</span>
      <span className="font-semibold">{f.metric(metric, target.actual, currency)}</span>
      <span className="text-text-3">
        {bound} {target.metric === 'cpa' ? f.count(target.target / 1e6, 2) : `${f.count(target.target, 1)}×`}
      </span>
      <StatusShape kind={judgement.kind} text={judgement.word} hideText={target.met !== null && !target.lowData} />
    </li>
  );
};
