import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { client, live, sentenceOf, useLive } from '../../bridge.ts';
import { Button, notify, useView } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { isOpen } from './model.ts';

/** Reads datasets for the days that are shown: an import like any other, told by the strip of the screen. */
export const ReadDatasets = ({
  clientId,
  platforms,
  datasets,
  label,
  primary = false,
  again = false,
}: {
  clientId: string;
  platforms: PlatformId[];
  datasets: string[];
  label: string;
  primary?: boolean;
  again?: boolean;
}) => {
  const view = useView();
  const progress = useLive(live.imports);
  const start = useMutation({
    mutationFn: () =>
      client.imports.start({
        clientIds: [clientId],
        platforms,
        range: view.range,
        datasets,
        // A routine import leaves out for a week what was refused.
        ...(again ? { force: true } : {}),
      }),
    onError: (error) => notify({ title: t(m.startFailed), body: sentenceOf(error), tone: 'failed' }),
  });
  const busy =
    start.isPending || progress?.imports.some((one) => one.clientId === clientId && isOpen(one.status)) === true;
  return (
    <Button
      small={!primary}
      variant={primary ? 'primary' : 'secondary'}
      icon={Download}
      disabledReason={view.asKnownOn !== null ? t(m.heldAsKnown) : busy ? t(m.heldClientUnderWay) : null}
      onClick={() => start.mutate()}
    >
      {busy ? t(m.importing) : label}
    </Button>
  );
};
