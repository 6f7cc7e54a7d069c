import { useQuery } from '@tanstack/react-query';
import { CalendarDays, ChevronDown, Download } from 'lucide-react';
import { useState } from 'react';
import type { ClientImport } from '../../../contract/imports.ts';
import { api, live, sentenceOf, useLive } from '../../bridge.ts';
import { Button, localDay, Menu, useFormats, useNow } from '../../ui/index.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { lastDays, planText, type StartInput } from './history.ts';
import { useImportActions, useOnline } from './hooks.ts';
import { isOpen } from './model.ts';
import { RangeDialog, type ImportChoices } from './range-dialog.tsx';

/**
 * [Import Latest Data] for one client, a selection or all, with a menu of other ranges. One click starts; what it will read is shown
 * on hover and focus, and worked out only then. Disabled with 'Importing...' while every chosen client is already at it.
 */
export const ImportButton = ({
  clientIds,
  label = 'Import Latest Data',
  variant = 'primary',
}: {
  clientIds: StartInput['clientIds'];
  label?: string;
  variant?: 'primary' | 'secondary';
}) => {
  const formats = useFormats();
  const today = localDay(useNow());
  const progress = useLive(live.imports);
  const { start } = useImportActions();
  const [asked, setAsked] = useState(false);
  const [custom, setCustom] = useState(false);
  const plan = useQuery(
    api.imports.plan.queryOptions({
      input: { clientIds, platforms: null, range: null },
      enabled: asked,
      // The plan follows what is covered, which moves with every import.
      staleTime: 0,
    }),
  );
  // What is read behind an import keeps nobody from asking for the latest of one client.
  const holdsBack = (each: ClientImport): boolean => isOpen(each.status) && (clientIds === 'all' || !each.background);
  const open = new Set(progress?.imports.filter(holdsBack).map((each) => each.clientId));
  const busy = start.isPending || (clientIds === 'all' ? open.size > 0 : clientIds.every((id) => open.has(id)));
  const nobody = clientIds !== 'all' && clientIds.length === 0;
  const online = useOnline();
  const held = busy
    ? 'This import is under way'
    : nobody
      ? 'Choose a client first'
      : online
        ? null
        : 'You’re offline: reading what is saved works, importing needs a network';
  const begin = (range: StartInput['range'], choices: ImportChoices = {}) =>
    start.mutate({ clientIds, platforms: null, range, ...choices });
  const sentence = plan.isError
    ? sentenceOf(plan.error)
    : plan.data === undefined
      ? 'Working out what to read…'
      : planText(plan.data, formats);

  return (
    <span className="inline-flex items-stretch">
      <Tooltip
        onOpenChange={(shown) => shown && !nobody && setAsked(true)}
        trigger={
          <Button
            data-key="import"
            variant={variant}
            icon={Download}
            // Not `disabled`: whoever started the import by key would lose the focus.
            disabledReason={held}
            className="rounded-e-none"
            onClick={() => begin(null)}
          >
            {busy ? 'Importing...' : label}
          </Button>
        }
      >
        {held === null ? sentence : `${held}.`}
      </Tooltip>
      <Menu
        trigger={
          <Button
            variant={variant}
            aria-label={`${label}: other ranges`}
            title="Other ranges"
            disabled={held !== null}
            className="-ms-px w-8 rounded-s-none px-0!"
          >
            <ChevronDown aria-hidden size={16} strokeWidth={1.75} />
          </Button>
        }
        items={[
          { label: 'Latest data', icon: Download, onSelect: () => begin(null) },
          { label: 'Last 7 days', icon: CalendarDays, onSelect: () => begin(lastDays(7, today)) },
          { label: 'Last 30 days', icon: CalendarDays, onSelect: () => begin(lastDays(30, today)) },
          { label: 'Other days…', icon: CalendarDays, onSelect: () => setCustom(true) },
        ]}
      />
      {custom && (
        <RangeDialog
          open
          onOpenChange={setCustom}
          clientIds={clientIds}
          onImport={(range, choices) => {
            begin(range, choices);
            setCustom(false);
          }}
        />
      )}
    </span>
  );
};
