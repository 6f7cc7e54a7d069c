import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { api, sentenceOf } from '../../bridge.ts';
import {
  Button,
  Checkbox,
  Dialog,
  EmptyState,
  ErrorState,
  FilterField,
  Skeleton,
  useFormats,
  useSlow,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { AccountRow } from './account-row.tsx';
import { FirstImport, useFirstImport } from './first-import.tsx';
import { accountMessages as m } from './messages-accounts.ts';
import { accountKey, activeAndFree, allState, arrange, clientsOf, matches, planAssignments } from './picker.ts';
import { useDrafts } from './store.ts';

const HEADS = [m.account, m.id, m.currency, m.zone, m.status, m.client];

/** Chooses ad accounts, gives them to clients, and starts their first import. `onImporting` is called when the import is in line. */
export const AccountPicker = ({
  platformName,
  onImporting,
}: {
  /** Null while it is not known. */
  platformName: string | null;
  onImporting: (accounts: number) => void;
}) => {
  const draft = useDrafts((state) => state.picking);
  const { search, select, refuse, closePicker } = useDrafts.getState();
  const queries = useQueryClient();
  const f = useFormats();
  const clientList = useId();
  const connectionId = draft?.connectionId ?? '';
  const list = useQuery(
    api.adAccounts.list.queryOptions({ input: { connectionId }, enabled: draft !== null, staleTime: 0 }),
  );
  const names = useQuery(api.clients.names.queryOptions({ input: {}, enabled: draft !== null }));
  const keep = (accounts: NonNullable<typeof list.data>): void => {
    queries.setQueryData(api.adAccounts.list.queryKey({ input: { connectionId } }), accounts);
  };
  const refresh = useMutation(api.adAccounts.refresh.mutationOptions({ onSuccess: keep }));
  const assign = useMutation(api.adAccounts.assign.mutationOptions());
  const first = useFirstImport(draft !== null);
  const start = useMutation(api.imports.start.mutationOptions());
  const slow = useSlow(list.isPending, 300);
  const rows = useMemo(() => arrange(list.data ?? []), [list.data]);
  const query = draft?.query ?? '';
  const visible = useMemo(() => rows.filter(({ account }) => matches(account, query)), [rows, query]);
  if (draft === null) return null;

  const accounts = rows.map(({ account }) => account);
  const shown = visible.map(({ account }) => account);
  const { selected, typed, errors } = draft;
  const all = allState(shown, selected);
  const free = shown.filter(activeAndFree);
  const busy = assign.isPending || start.isPending;
  const failure = assign.error ?? start.error ?? refresh.error;

  const importChosen = async (): Promise<void> => {
    const plan = planAssignments(accounts, selected, typed);
    if (!plan.ok) {
      refuse(plan.errors);
      search('');
      return;
    }
    try {
      const assigned = await assign.mutateAsync({ assignments: plan.assignments });
      await first.apply(clientsOf(assigned, selected));
      await start.mutateAsync({
        clientIds: clientsOf(assigned, selected),
        platforms: [...new Set(plan.assignments.map(({ platform }) => platform))],
        range: null,
      });
      void queries.invalidateQueries();
      closePicker();
      onImporting(plan.assignments.length);
    } catch {
      // Shown in the dialog from the mutation; what was assigned stays assigned.
      void queries.invalidateQueries({ queryKey: api.adAccounts.list.key() });
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && closePicker()}
      wide
      title={platformName === null ? t(m.chooseAny) : t(m.choose, { platform: platformName })}
      description={t(m.chooseDetail)}
      footer={
        <>
          <span aria-live="polite" className="me-auto self-center text-text-2">
            {selected.size === 0
              ? t(m.noneChosen)
              : t(m.chosen, {
                  chosen: f.count(selected.size),
                  all: f.count(accounts.filter((each) => !each.manager).length),
                })}
          </span>
          <Button onClick={closePicker}>{t(m.notNow)}</Button>
          <Button
            variant="primary"
            disabled={busy}
            disabledReason={selected.size === 0 ? t(m.chooseOne) : null}
            onClick={() => void importChosen()}
          >
            {busy ? t(m.starting) : selected.size === 0 ? t(m.import) : t(m.importChosen, { count: selected.size })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {failure && (
          <ErrorState title={start.error ? t(m.assignedNotStarted) : t(m.failed)} reason={sentenceOf(failure)} />
        )}
        {errors.size > 0 && <ErrorState title={t(m.needClient, { count: errors.size })} reason={t(m.needClientBody)} />}
        {list.isError && (
          <ErrorState title={t(m.listFailed)} reason={sentenceOf(list.error)} onRetry={() => void list.refetch()} />
        )}
        {list.isPending && slow && <Skeleton className="h-48" />}
        {list.data?.length === 0 && (
          <EmptyState
            sentence={t(m.noneFound)}
            detail={platformName === null ? t(m.noneFoundAnyBody) : t(m.noneFoundBody, { platform: platformName })}
          >
            <Button variant="primary" disabled={refresh.isPending} onClick={() => refresh.mutate({ connectionId })}>
              {refresh.isPending ? t(m.looking) : t(m.look)}
            </Button>
          </EmptyState>
        )}
        {accounts.length > 0 && (
          <>
            <div className="flex flex-wrap items-center gap-3">
              <FilterField value={query} onChange={search} label={t(m.search)} />
              <Button small disabled={free.length === 0} onClick={() => select(free.map(accountKey), true)}>
                {t(m.selectAllActive, { count: f.count(free.length) })}
              </Button>
              {selected.size > 0 && (
                <Button small variant="quiet" onClick={() => select([...selected], false)}>
                  {t(m.clear)}
                </Button>
              )}
              <span aria-live="polite" className="ms-auto text-text-2">
                {query === ''
                  ? t(m.accounts, { count: shown.length })
                  : t(m.accountsOf, { shown: f.count(shown.length), all: f.count(accounts.length) })}
              </span>
              <Button
                small
                variant="quiet"
                disabled={refresh.isPending}
                onClick={() => refresh.mutate({ connectionId })}
              >
                {refresh.isPending ? t(m.looking) : t(m.look)}
              </Button>
            </div>
            <datalist id={clientList}>
              {(names.data ?? []).map(({ id, name }) => (
                <option key={id} value={name} />
              ))}
            </datalist>
            <div className="overflow-x-auto rounded-card border border-line">
              <table className="w-full border-collapse">
                <caption className="sr-only">{t(m.tableLabel)}</caption>
                <thead className="sticky top-0 bg-sunken">
                  <tr>
                    <th scope="col" className="w-9 px-2 py-2 text-start">
                      <Checkbox
                        label={t(m.selectAllShown)}
                        hideLabel
                        checked={all === 'all'}
                        indeterminate={all === 'some'}
                        disabled={free.length === 0 && all === 'none'}
                        onChange={(on) => select(on ? free.map(accountKey) : shown.map(accountKey), on)}
                      />
                    </th>
                    {HEADS.map((head) => (
                      <th
                        key={head.id}
                        scope="col"
                        className="px-2 py-2 text-start font-semibold whitespace-nowrap text-text-2"
                      >
                        {t(head)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {visible.map(({ account, depth }) => {
                    const key = accountKey(account);
                    return (
                      <AccountRow
                        key={key}
                        account={account}
                        depth={depth}
                        selected={selected.has(key)}
                        typed={typed.get(key)}
                        error={errors.get(key) ?? null}
                        clientList={clientList}
                      />
                    );
                  })}
                </tbody>
              </table>
              {visible.length === 0 && (
                <EmptyState sentence={t(m.noMatch, { query })}>
                  <Button onClick={() => search('')}>{t(m.clearFilter)}</Button>
                </EmptyState>
              )}
            </div>
            <FirstImport accounts={selected.size} state={first} />
          </>
        )}
      </div>
    </Dialog>
  );
};
