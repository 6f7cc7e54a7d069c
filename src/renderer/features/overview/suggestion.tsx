import { useNavigate } from '@tanstack/react-router';
import { Lightbulb, X } from 'lucide-react';
import type { Suggestion } from '../../../contract/events.ts';
import { client, sentenceOf } from '../../bridge.ts';
import { Button, IconButton, notify } from '../../ui/index.ts';
import { compareSearch } from '../../ui/days.ts';
import { usePeriodSet } from '../../ui/period-set.ts';
import { t } from '../../ui/text.ts';
import { doReversibly } from '../../ui/undo.ts';
import { m } from './messages.ts';

const VERBS = {
  sign_in_again: m.signInAgain,
  open_campaign: m.openCampaign,
  open_campaigns: m.seeCampaigns,
  compare: m.seeWhy,
} as const satisfies Record<Suggestion['action'], unknown>;

/** The one thing worth doing next for this client, on one line; dismissed it stays away as long as its cause lasts. */
export const SuggestionLine = ({ clientId, suggestion }: { clientId: string; suggestion: Suggestion }) => {
  const navigate = useNavigate();
  const periodSet = usePeriodSet();
  const { id, title, body, action, connectionId, entityId, currency, over } = suggestion;
  const go = (): void => {
    if (action === 'sign_in_again')
      void navigate({ to: '/connections', search: connectionId === null ? {} : { signIn: connectionId } });
    else if (action === 'compare') {
      periodSet(over);
      void navigate({
        to: '/client/$clientId/compare',
        params: { clientId },
        search: { metric: 'conversions', currency, ...compareSearch(over) } as never,
      });
    } else
      void navigate({
        to: '/client/$clientId/campaigns',
        params: { clientId },
        search: action === 'open_campaign' && entityId !== null ? { level: 'ad_group', parent: entityId } : {},
      });
  };
  const dismiss = (): void =>
    void doReversibly({
      label: t(m.suggestionDismissed),
      redo: () => client.suggestions.dismiss({ id }),
      undo: () => client.suggestions.restore({ id }),
    }).catch((error: unknown) => notify({ title: t(m.suggestionFailed), body: sentenceOf(error), tone: 'failed' }));
  return (
    <section
      aria-label={t(m.suggestion)}
      className="-my-1 flex min-h-7 min-w-0 flex-1 basis-80 items-center justify-end gap-1.5"
    >
      <Lightbulb aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-info" />
      <p className="min-w-0 truncate" title={`${title}. ${body}`}>
        <strong className="font-semibold text-text">{title}</strong> <span className="text-text-3">· {body}</span>
      </p>
      <Button small variant="quiet" className="text-accent!" onClick={go}>
        {t(VERBS[action])}
      </Button>
      <IconButton icon={X} label={t(m.suggestionDismiss)} className="size-7!" onClick={dismiss} />
    </section>
  );
};
