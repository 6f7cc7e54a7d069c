import { test as base, expect } from '@playwright/test';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { NOW, smallAgency } from './agencies.ts';
import { hostProcess, type HostProcess } from './host-process.ts';
import { createApp, type App } from './pages/app.ts';
import { watch, type Watch } from './watch.ts';

export { expect };

type Options = {
  /** What the stand-in for the platforms is made of; the clock is NOW unless it is given. */
  world: SandboxOptions;
  /** `fixed` lives in NOW, `ticking` in real time. */
  time: 'fixed' | 'ticking';
};
type World = {
  sandbox: Sandbox;
  host: HostProcess;
  watching: Watch;
  app: App;
};

/** Each test has a stand-in for the platforms, a data folder and a host process of its own. */
export const test = base.extend<Options & World>({
  world: [{ agency: smallAgency }, { option: true }],
  time: ['fixed', { option: true }],
  sandbox: async ({ world, time }, use) => {
    const sandbox = await startSandbox(time === 'fixed' ? { now: () => Date.parse(NOW), ...world } : world);
    await use(sandbox);
    await sandbox.close();
  },
  host: async ({ sandbox, time }, use) => {
    const { urls } = sandbox;
    const host = hostProcess({
      TIDEMARK_META_GRAPH_URL: urls.metaGraph,
      TIDEMARK_META_LOGIN_URL: urls.metaLogin,
      TIDEMARK_GOOGLE_ADS_URL: urls.googleAds,
      TIDEMARK_GOOGLE_AUTH_URL: urls.googleAuth,
      TIDEMARK_GOOGLE_TOKEN_URL: urls.googleToken,
      TIDEMARK_PASSPHRASE: 'a passphrase for tests only',
      ...(time === 'fixed' ? { TIDEMARK_NOW: NOW } : {}),
    });
    await use(host);
    await host.remove();
  },
  watching: async ({ context }, use) => use(await watch(context)),
  // The watch begins before the page does and ends before the host goes, whose end a page rightly complains about.
  app: async ({ host, watching, page }, use) => {
    await use(createApp(page, host));
    await watching.check();
  },
});
