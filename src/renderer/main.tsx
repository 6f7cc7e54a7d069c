// First: the order of imports is the order in which modules run.
import './ui/zod-without-eval.ts';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient, startBridge } from './bridge.ts';
import { askForFirstScreen } from './first-screen.ts';
import { createAppRouter, preloadScreens } from './routes.tsx';
import { restoreLanguage } from './shell/language.ts';
import { restoreTheme } from './shell/theme.ts';
import './ui/tokens.css';

restoreTheme();
const speaking = restoreLanguage();
// Before the router: the one-time token must leave the address first.
startBridge();
void preloadScreens(askForFirstScreen(location.hash));

await speaking;
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={createAppRouter()} />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
if (new URLSearchParams(location.search).has('pseudo'))
  void import('./pseudo.ts').then(({ startPseudoLocale }) => startPseudoLocale());
