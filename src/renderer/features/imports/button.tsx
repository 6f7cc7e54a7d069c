import { useQuery } from '@tanstack/react-query';
import { CalendarDays, ChevronDown, Download } from 'lucide-react';
import { useState } from 'react';
import type { ClientImport } from '../../../contract/imports.ts';
import { api, live, sentenceOf, useLive } from '../../bridge.ts';
import { Button, localDay, Menu, useFormats, useNow, useView } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { lastDays, planText, type StartInput } from './history.ts';
import { useImportActions, useOnline } from './hooks.ts';
import { m } from './messages.ts';
import { isOpen, whyHeld } from './model.ts';
import { RangeDialog, type ImportChoices } from './range-dialog.tsx';

/**
 * [Import Latest Data] for one client, a selection or all, with a menu of other ranges. One click starts; what it will read is shown
 * on hover and focus, and worked out only then. Disabled with 'Importing...' while every chosen client is already at it.
 */
export const ImportButton = ({
  clientIds,
  label: given,
  variant = 'primary',
  range = null,
}: {
  clientIds: StartInput['clientIds'];
  /** 'Import Latest Data' unless told otherwise. */
  label?: string;
  variant?: 'primary' | 'secondary';
  /** Exactly these days, and no others to choose from; null = what is new. */
  range?: StartInput['range'];
}) => {
  const label = given ?? t(m.importLatest);
  const formats = useFormats();
  const today = localDay(useNow());
  const progress = useLive(live.imports);
  const { start } = useImportActions();
  const [asked, setAsked] = useState(false);
  const [custom, setCustom] = useState(false);
  const plan = useQuery(
    api.imports.plan.queryOptions({
      input: { clientIds, platforms: null, range },
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
  const asKnown = useView().asKnownOn !== null;
  const held = whyHeld({ busy, nobody, online, asKnown });
  const begin = (range: StartInput['range'], choices: ImportChoices = {}) =>
    start.mutate({ clientIds, platforms: null, range, ...choices });
  const sentence = plan.isError
    ? sentenceOf(plan.error)
    : plan.data === undefined
      ? t(m.workingOut)
      : planText(plan.data, formats);

  return (
    <span className="inline-flex shrink-0 items-stretch">
      <Tooltip
        onOpenChange={(shown) => shown && !nobody && setAsked(true)}
        trigger={
          <Button
            // The keys for importing mean what is new.
            data-key={range === null ? 'import' : undefined}
            variant={variant}
            icon={Download}
            // Not `disabled`: whoever started the import by key would lose the focus.
            disabledReason={held}
            className={range === null ? 'rounded-e-none' : ''}
            onClick={() => begin(range)}
          >
            {busy ? t(m.importing) : label}
          </Button>
        }
      >
        {held === null ? sentence : t(m.reasonSentence, { reason: held })}
      </Tooltip>
      {range === null && (
        <Menu
          trigger={
            <Button
              variant={variant}
              aria-label={t(m.otherRangesOf, { button: label })}
              title={t(m.otherRanges)}
              disabled={held !== null}
              className="-ms-px w-8 rounded-s-none px-0!"
            >
              <ChevronDown aria-hidden size={16} strokeWidth={1.75} />
            </Button>
          }
          items={[
            { label: t(m.latestData), icon: Download, onSelect: () => begin(null) },
            { label: t(m.last7), icon: CalendarDays, onSelect: () => begin(lastDays(7, today)) },
            { label: t(m.last30), icon: CalendarDays, onSelect: () => begin(lastDays(30, today)) },
            { label: t(m.otherDays), icon: CalendarDays, onSelect: () => setCustom(true) },
          ]}
        />
      )}
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
