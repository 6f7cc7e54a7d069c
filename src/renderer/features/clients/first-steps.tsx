import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleCheck, CircleDashed, X } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { api, client, live, sentenceOf, useLive, useSettings } from '../../bridge.ts';
import { IconButton, notify } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { doReversibly } from '../../ui/undo.ts';
import { firstSteps, type FirstStep } from './first-steps-model.ts';
import { m } from './messages.ts';

/** What is worth doing once the first client is there; gone when all is done, when put away, and in the demo. */
export const FirstSteps = ({ rows }: { rows: readonly ClientRow[] }) => {
  const queries = useQueryClient();
  const settings = useSettings();
  const demo = useLive(live.workspace)?.kind === 'demo';
  const off = demo || settings.firstStepsDismissed === true;
  const connections = useQuery(api.connections.list.queryOptions({ input: {}, enabled: !off }));
  if (off || connections.data === undefined) return null;
  const steps = firstSteps(rows, connections.data);
  if (steps.every((step) => step.done)) return null;
  const put = async (dismissed: boolean): Promise<void> => {
    await client.settings.set({ firstStepsDismissed: dismissed });
    await queries.invalidateQueries({ queryKey: api.settings.key() });
  };
  return (
    <section
      aria-label={t(m.firstSteps)}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 rounded-card border border-line bg-surface ps-4 pe-1"
    >
      <h2 className="font-semibold">{t(m.firstSteps)}</h2>
      <ul className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1">
        {steps.map((step) => (
          <li key={step.id} className="inline-flex items-center gap-1.5">
            {step.done ? (
              <CircleCheck aria-hidden size={16} strokeWidth={1.75} className="text-good" />
            ) : (
              <CircleDashed aria-hidden size={16} strokeWidth={1.75} className="text-text-3" />
            )}
            {step.done ? (
              <span className="text-text-3">
                <RichText
                  message={m.firstStepDone}
                  values={{ step: step.label, hidden: (words) => <span className="sr-only">{words}</span> }}
                />
              </span>
            ) : (
              <StepLink step={step}>{step.label}</StepLink>
            )}
          </li>
        ))}
      </ul>
      <IconButton
        icon={X}
        label={t(m.firstStepsAway)}
        className="size-7!"
        onClick={() =>
          void doReversibly({ label: t(m.firstStepsPutAway), redo: () => put(true), undo: () => put(false) }).catch(
            (error: unknown) => notify({ title: t(m.notSaved), body: sentenceOf(error), tone: 'failed' }),
          )
        }
      />
    </section>
  );
};

const link = 'font-semibold text-accent hover:underline';

const StepLink = ({ step, children }: { step: FirstStep; children: ReactNode }) => {
  const navigate = useNavigate();
  if (step.platform !== null)
    return (
      <Link to="/connections" search={{ connect: step.platform }} className={link}>
        {children}
      </Link>
    );
  if (step.clientId === null) return <Fragment>{children}</Fragment>;
  const { clientId, dialog } = step;
  return (
    <button
      type="button"
      className={`min-h-6 ${link}`}
      onClick={() =>
        void navigate({ to: '/client/$clientId', params: { clientId }, search: dialog === null ? {} : { dialog } })
      }
    >
      {children}
    </button>
  );
};
