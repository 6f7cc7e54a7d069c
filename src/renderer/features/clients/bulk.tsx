import { useMutation, useQuery } from '@tanstack/react-query';
import { CalendarClock, ChevronDown, FileDown, Tag, User } from 'lucide-react';
import { useId, useState } from 'react';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, Button, Checkbox, Menu, notify, TextField, useFormats } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { TagInput } from '../../ui/tag-input.tsx';
import { t } from '../../ui/text.ts';
import { changeOwners, changeSchedules, changeTags } from './bulk-changes.ts';
import { bulk } from './messages-bulk.ts';

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
  const schedule = (how: 'on' | 'off' | 'default') => () =>
    void changeSchedules(ids, how).catch((error: unknown) =>
      notify({ title: t(bulk.schedulesFailed), body: sentenceOf(error), tone: 'failed' }),
    );
  return (
    <div role="group" aria-label={t(bulk.label)} data-selection className="flex min-h-8 flex-wrap items-center gap-2">
      <span aria-live="polite" className="font-semibold">
        {t(bulk.selected, { count: f.count(ids.length) })}
      </span>
      <slots.ImportButton clientIds={ids} label={t(bulk.importSelected)} variant="secondary" />
      <Button icon={Tag} onClick={() => setDialog('tags')}>
        {t(bulk.tag)}
      </Button>
      <Button icon={User} onClick={() => setDialog('owner')}>
        {t(bulk.owner)}
      </Button>
      <Button icon={FileDown} onClick={onExport}>
        {t(bulk.exportCsv)}
      </Button>
      <Menu
        align="start"
        trigger={
          <Button icon={CalendarClock}>
            {t(bulk.schedule)}
            <ChevronDown aria-hidden size={14} strokeWidth={1.75} />
          </Button>
        }
        items={[
          { label: t(bulk.scheduleOn, { clients: ids.length }), onSelect: schedule('on') },
          { label: t(bulk.scheduleOff, { clients: ids.length }), onSelect: schedule('off') },
          { label: t(bulk.scheduleDefault), onSelect: schedule('default') },
        ]}
      />
      <Button variant="quiet" onClick={onClear}>
        {t(bulk.clear)}
      </Button>
      {dialog === 'tags' && <TagsDialog rows={rows} onClose={() => setDialog(null)} />}
      {dialog === 'owner' && <OwnerDialog rows={rows} onClose={() => setDialog(null)} />}
    </div>
  );
};

type DialogProps = { rows: readonly ClientRow[]; onClose: () => void };

const TagsDialog = ({ rows, onClose }: DialogProps) => {
  const labels = useQuery(api.clients.labels.queryOptions({ input: {} }));
  const [add, setAdd] = useState<readonly string[]>([]);
  const [remove, setRemove] = useState<ReadonlySet<string>>(new Set());
  const present = [...new Set(rows.flatMap((row) => row.tags ?? []))].sort();
  const save = useMutation({
    mutationFn: () => changeTags({ clientIds: rows.map((row) => row.id), add: [...add], remove: [...remove] }),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={t(bulk.tagsOf, { clients: rows.length })}
      onClose={onClose}
      submit={t(bulk.changeTags)}
      disabledReason={add.length + remove.size === 0 ? t(bulk.changeTagsFirst) : null}
      onSubmit={() => {
        if (add.length + remove.size > 0) save.mutate();
      }}
    >
      <TagInput
        label={t(bulk.addTags)}
        values={add}
        onChange={setAdd}
        suggestions={(labels.data?.tags ?? []).map((one) => one.tag)}
      />
      {present.length > 0 && (
        <fieldset>
          <legend className="font-semibold">{t(bulk.removeTags)}</legend>
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

const OwnerDialog = ({ rows, onClose }: DialogProps) => {
  const list = useId();
  const labels = useQuery(api.clients.labels.queryOptions({ input: {} }));
  const same = new Set(rows.map((row) => row.owner ?? null)).size === 1;
  const [owner, setOwner] = useState(same ? (rows[0]?.owner ?? '') : '');
  const save = useMutation({
    mutationFn: (to: string | null) =>
      changeOwners(
        rows.map((row) => row.id),
        to,
      ),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={t(bulk.ownerOf, { clients: rows.length })}
      onClose={onClose}
      submit={t(bulk.setOwner)}

      before={
        <Button className="me-auto" onClick={() => save.mutate(null)}>
          {t(bulk.nobody)}
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
        label={t(bulk.ownerName)}
        list={list}
        value={owner}
        maxLength={120}
        dir="auto"
        placeholder={same ? undefined : t(bulk.severalOwners)}
        onChange={(event) => setOwner(event.target.value)}
        error={save.isError ? sentenceOf(save.error) : null}
      />
    </FormDialog>
  );
};
