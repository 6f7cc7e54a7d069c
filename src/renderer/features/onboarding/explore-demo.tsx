import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, live, sentenceOf, useLive } from '../../bridge.ts';
import { Button, notify } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

/** The way into the demo from a screen that has nothing to show yet; nothing where the demo is on screen already. */
export const ExploreDemo = () => {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const workspace = useLive(live.workspace);
  const demo = useMutation(
    api.workspace.enterDemo.mutationOptions({
      onSuccess: async () => {
        // Everything cached speaks of the workspace that was left, the emptiness around this button too.
        await navigate({ to: '/clients' });
        await queries.resetQueries();
      },
      onError: (error) => notify({ title: t(m.demoFailed), body: sentenceOf(error), tone: 'failed' }),
    }),
  );
  if (workspace?.kind === 'demo') return null;
  return (
    <Button variant="quiet" disabled={demo.isPending} onClick={() => demo.mutate({})}>
      {t(m.exploreDemo)}
    </Button>
  );
};
