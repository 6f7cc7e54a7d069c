import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Unlink } from 'lucide-react';
import { memo } from 'react';
import type { AdAccount } from '../../../contract/connections.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { Badge, Checkbox, cx, IconButton, notify } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { accountMessages as m } from './messages-accounts.ts';
import { accountKey, accountState, clientNameFor, selectable } from './picker.ts';
import { useDrafts } from './store.ts';

const cell = 'px-2 py-1.5 align-top';

/** One ad account in the picker. Memoised: a keystroke in one of hundreds of rows must not draw the others again. */
export const AccountRow = memo(function AccountRow({
  account,
  depth,
  selected,
  typed,
  error,
  clientList,
}: {
  account: AdAccount;
  depth: number;
  selected: boolean;
  typed: string | undefined;
  error: string | null;
  /** Id of the datalist with the existing clients. */
  clientList: string;
}) {
  const { select, nameClient } = useDrafts.getState();
  const key = accountKey(account);
  const free = selectable(account);
  const { word, note, tone } = accountState(account);
  const name = clientNameFor(account, typed === undefined ? new Map() : new Map([[key, typed]]));
  const errorId = `client-error-${key}`;
  return (
    <tr className={cx('border-t border-line', selected && 'bg-selected')}>
      <td className={cell}>
        {free ? (
          <Checkbox
            label={t(m.select, { account: account.name })}
            hideLabel
            checked={selected}
            onChange={(on) => select([key], on)}
          />
        ) : (
          <span className="inline-block size-4" />
        )}
      </td>
      <th
        scope="row"
        className={cx(cell, 'max-w-[240px] text-start font-normal')}
        style={{ paddingInlineStart: 8 + Math.min(depth, 3) * 16 }}
      >
        <span className={cx('block truncate', account.manager ? 'font-semibold' : '')} title={account.name} dir="auto">
          {account.name}
        </span>
      </th>
      <td className={cx(cell, 'whitespace-nowrap text-text-2')}>{account.adAccountId}</td>
      <td className={cell}>{account.currency}</td>
      <td className={cx(cell, 'whitespace-nowrap text-text-2')}>{account.timezone}</td>
      <td className={cx(cell, 'min-w-[130px]')}>
        <span className="flex flex-wrap gap-1">
          <Badge tone={tone}>{word}</Badge>
          {account.client !== null && <Badge tone="accent">{t(m.inUse)}</Badge>}
        </span>
        {note && free && <span className="block text-caption text-text-2">{note}</span>}
      </td>
      <td className={cx(cell, 'min-w-[180px]')}>
        {note && !free && <span className="text-text-2">{note}</span>}
        {free && (
          <span className="flex items-center gap-1">
            <input
              aria-label={t(m.clientFor, { account: account.name })}
              aria-invalid={error !== null || undefined}
              aria-describedby={error === null ? undefined : errorId}
              list={clientList}
              value={name}
              maxLength={200}
              onChange={(event) => {
                nameClient(key, event.target.value);
                // Naming a client is choosing its account.
                if (!selected) select([key], true);
              }}
              className={cx(
                'h-7 w-full min-w-0 rounded-control border bg-surface px-2',
                error === null ? 'border-control' : 'border-bad',
              )}
            />
            {account.client !== null && <Unassign account={account} client={account.client} />}
          </span>
        )}
        {error !== null && (
          <span id={errorId} className="text-bad">
            {error}
          </span>
        )}
      </td>
    </tr>
  );
});

/** Takes the account from its client at once; Undo gives it back. Its history stays either way. */
const Unassign = ({ account, client }: { account: AdAccount; client: string }) => {
  const queries = useQueryClient();
  const assign = useMutation(
    api.adAccounts.assign.mutationOptions({
      onSuccess: () => queries.invalidateQueries(),
      onError: (error) => notify({ title: t(m.failed), body: sentenceOf(error), tone: 'failed' }),
    }),
  );
  const give = (to: string | null) =>
    assign.mutateAsync({ assignments: [{ platform: account.platform, adAccountId: account.adAccountId, client: to }] });
  const take = async (): Promise<void> => {
    await give(null);
    notify({
      title: t(m.taken, { account: account.name, client }),
      body: t(m.takenBody),
      action: { label: t(m.undo), onAct: () => void give(client) },
    });
  };
  return (
    <IconButton
      icon={Unlink}
      label={t(m.take, { account: account.name, client })}
      className="size-7!"
      disabled={assign.isPending}
      onClick={() => void take().catch(() => undefined)}
    />
  );
};
