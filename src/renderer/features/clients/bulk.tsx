import { useMutation, useQuery } from '@tanstack/react-query';
import { CalendarClock, ChevronDown, FileDown, Tag, User } from 'lucide-react';
import { useId, useState } from 'react';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, Button, Checkbox, Menu, notify, plural, TextField, useFormats } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { TagInput } from '../../ui/tag-input.tsx';
import { changeOwners, changeSchedules, changeTags } from './bulk-changes.ts';

/** What can be done with the selected clients at once. Each can be taken back. */
export const BulkBar = ({
  rows,
  slots,
  onExport,
  onClear,
}: {
  rows: readonly ClientRow[];
  slots: ImportSlots;
  onExport: () => void;
  onClear: () => void;
}) => {
  const f = useFormats();
  const [dialog, setDialog] = useState<'tags' | 'owner' | null>(null);
  const ids = rows.map((row) => row.id);
  const clients = plural(f.locale, ids.length, { one: '# client', other: '# clients' });
  const schedule = (how: 'on' | 'off' | 'default') => () =>
    void changeSchedules(ids, how, clients).catch((error: unknown) =>
      notify({ title: 'The schedules were not changed', body: sentenceOf(error), tone: 'failed' }),
    );
  return (
    <div
      role="group"
      aria-label="Selected clients"
      data-selection
      className="flex min-h-8 flex-wrap items-center gap-2"
    >
      <span aria-live="polite" className="font-semibold">
        {f.count(ids.length)} selected
      </span>
      <slots.ImportButton clientIds={ids} label="Import selected" variant="secondary" />
      <Button icon={Tag} onClick={() => setDialog('tags')}>
        Tag…
      </Button>
      <Button icon={User} onClick={() => setDialog('owner')}>
        Owner…
      </Button>
      <Button icon={FileDown} onClick={onExport}>
        Export CSV
      </Button>
      <Menu
        align="start"
        trigger={
          <Button icon={CalendarClock}>
            Schedule
            <ChevronDown aria-hidden size={14} strokeWidth={1.75} />
          </Button>
        }
        items={[
          { label: 'Import by themselves', onSelect: schedule('on') },
          { label: 'Do not import by themselves', onSelect: schedule('off') },
          { label: 'As the default says', onSelect: schedule('default') },
        ]}
      />
      <Button variant="quiet" onClick={onClear}>
        Clear selection
      </Button>
      {dialog === 'tags' && <TagsDialog rows={rows} clients={clients} onClose={() => setDialog(null)} />}
      {dialog === 'owner' && <OwnerDialog rows={rows} clients={clients} onClose={() => setDialog(null)} />}
    </div>
  );
};

type DialogProps = { rows: readonly ClientRow[]; clients: string; onClose: () => void };

const TagsDialog = ({ rows, clients, onClose }: DialogProps) => {
  const labels = useQuery(api.clients.labels.queryOptions({ input: {} }));
  const [add, setAdd] = useState<readonly string[]>([]);
  const [remove, setRemove] = useState<ReadonlySet<string>>(new Set());
  const present = [...new Set(rows.flatMap((row) => row.tags ?? []))].sort();
  const save = useMutation({
    mutationFn: () => changeTags({ clientIds: rows.map((row) => row.id), add: [...add], remove: [...remove] }, clients),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={`Tags of ${clients}`}
      onClose={onClose}
      submit="Change tags"
      disabledReason={add.length + remove.size === 0 ? 'Add or take away a tag first' : null}
      onSubmit={() => {
        if (add.length + remove.size > 0) save.mutate();
      }}
    >
      <TagInput
        label="Add"
        values={add}
        onChange={setAdd}
        suggestions={(labels.data?.tags ?? []).map((one) => one.tag)}
      />
      {present.length > 0 && (
        <fieldset>
          <legend className="font-semibold">Take away</legend>
          <div className="mt-1 flex flex-wrap gap-x-4">
            {present.map((tag) => (
              <Checkbox
                key={tag}
                label={tag}
                checked={remove.has(tag)}
                onChange={(on) => {
                  const next = new Set(remove);
                  if (on) next.add(tag);
                  else next.delete(tag);
                  setRemove(next);
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
      {save.isError && (
        <p role="alert" className="text-bad">
          {sentenceOf(save.error)}
        </p>
      )}
    </FormDialog>
  );
};

const OwnerDialog = ({ rows, clients, onClose }: DialogProps) => {
  const list = useId();
  const labels = useQuery(api.clients.labels.queryOptions({ input: {} }));
  const same = new Set(rows.map((row) => row.owner ?? null)).size === 1;
  const [owner, setOwner] = useState(same ? (rows[0]?.owner ?? '') : '');
  const save = useMutation({
    mutationFn: (to: string | null) =>
      changeOwners(
        rows.map((row) => row.id),
        to,
        clients,
      ),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={`Owner of ${clients}`}
      onClose={onClose}
      submit="Set owner"

      before={
        <Button className="me-auto" onClick={() => save.mutate(null)}>
          Nobody
        </Button>
      }
      onSubmit={() => {
        if (owner.trim() !== '') save.mutate(owner);
      }}
    >
      <datalist id={list}>
        {(labels.data?.owners ?? []).map((one) => (
          <option key={one.owner} value={one.owner} />
        ))}
      </datalist>
      <TextField
        label="Owner"
        list={list}
        value={owner}
        maxLength={120}
        dir="auto"
        placeholder={same ? undefined : 'Several'}
        onChange={(event) => setOwner(event.target.value)}
        error={save.isError ? sentenceOf(save.error) : null}
      />
    </FormDialog>
  );
};
