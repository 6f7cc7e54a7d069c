import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Goal, Profile } from '../../../contract/client-profile.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, Button, ErrorState, notify, Notice, Skeleton, TextField, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { changeGoals } from './changes.ts';
import { ConversionsEditor } from './conversions-editor.tsx';
import { m } from './messages.ts';
import {
  changedGoals,
  draftErrors,
  draftsOf,
  goalTexts,
  parseGoal,
  sameMapping,
  toInput,
  type GoalText,
  type NamedDraft,
} from './model.ts';

const nothing: Omit<Goal, 'currency'> = { monthlyBudgetMicros: null, targetCpaMicros: null, targetRoas: null };

/** What is aimed at with this client, per currency, and what its conversions are called. */
export const GoalsDialog = ({ profile, onClose }: { profile: Profile; onClose: () => void }) => {
  const f = useFormats();
  const types = useQuery(
    api.clients.actionTypes.queryOptions({ input: { clientId: profile.id, range: null }, staleTime: 0 }),
  );
  const [goals, setGoals] = useState<readonly GoalText[]>(() => goalTexts(profile));
  const [drafts, setDrafts] = useState<readonly NamedDraft[]>(() => draftsOf(profile));
  const [tried, setTried] = useState(false);
  const parsed = useMemo(() => goals.map(parseGoal), [goals]);
  const errors = useMemo(() => draftErrors(drafts), [drafts]);
  const save = useMutation({
    mutationFn: () => {
      const before = toInput(draftsOf(profile));
      const after = toInput(drafts);
      return changeGoals(
        profile,
        changedGoals(profile.goals, parsed).map(({ currency, values }) => ({
          currency,
          before: profile.goals.find((goal) => goal.currency === currency) ?? nothing,
          after: values,
        })),
        sameMapping(before, after) ? null : { before, after },
      );
    },
    onSuccess: (warnings) => {
      onClose();
      if (warnings.length > 0) notify({ title: t(m.notAddedTwice), body: warnings.join(' '), keep: true });
    },
  });
  const wrong = errors.size > 0 || parsed.some((one) => Object.keys(one.errors).length > 0);
  const submit = (): void => {
    setTried(true);
    if (!wrong) save.mutate();
  };
  return (
    <FormDialog
      wide
      title={t(m.goalsTitle, { name: profile.name })}
      description={t(m.goalsDetail)}
      onClose={onClose}
      submit={save.isPending ? t(m.saving) : t(m.save)}
      disabled={save.isPending}
      before={
        <span aria-live="polite" className="me-auto self-center text-bad">
          {tried && wrong && t(m.someWrong)}
        </span>
      }
      onSubmit={() => {
        submit();
      }}
    >
      {save.isError && <ErrorState title={t(m.notSaved)} reason={sentenceOf(save.error)} />}
      <section aria-label={t(m.goalsHeading)} className="flex flex-col gap-3">
        <h3 className="text-section font-semibold">{t(m.goalsHeading)}</h3>
        {goals.length === 0 && <p className="text-text-3">{t(m.goalsNeedCurrency)}</p>}
        {goals.map((goal, index) => {
          const problems = tried ? (parsed[index]?.errors ?? {}) : {};
          const field = (name: 'budget' | 'cpa' | 'roas', label: string, hint: string) => (
            <TextField
              label={label}
              hint={hint}
              inputMode="decimal"
              autoComplete="off"
              value={goal[name]}
              error={problems[name] ?? null}
              inputClassName="text-end"
              onChange={(event) =>
                setGoals(goals.map((one) => (one === goal ? { ...one, [name]: event.target.value } : one)))
              }
            />
          );
          return (
            <div key={goal.currency} className="grid grid-cols-3 gap-4">
              {field('budget', t(m.budget, { currency: goal.currency }), t(m.budgetHint))}
              {field('cpa', t(m.cpa, { currency: goal.currency }), t(m.cpaHint))}
              {field('roas', t(m.roas), t(m.roasHint))}
            </div>
          );
        })}
      </section>
      <section aria-label={t(m.conversions)} className="flex flex-col gap-3">
        <div className="flex items-baseline gap-3">
          <h3 className="text-section font-semibold">{t(m.conversions)}</h3>
          {types.data && (
            <span className="text-text-3">
              {t(m.countedIn, { range: f.range(types.data.range.from, types.data.range.to) })}
            </span>
          )}
        </div>
        {types.isError ? (
          <Notice
            tone="bad"
            action={
              <Button small onClick={() => void types.refetch()}>
                {t(m.retry)}
              </Button>
            }
          >
            {sentenceOf(types.error)}
          </Notice>
        ) : types.data === undefined ? (
          <Skeleton className="h-40" />
        ) : (
          <ConversionsEditor
            drafts={drafts}
            onChange={setDrafts}
            types={types.data.types}
            errors={tried ? errors : new Map()}
          />
        )}
      </section>
    </FormDialog>
  );
};
