import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isListedLink, isOwnPage } from '../../src/main/hosts/electron-policy.ts';
import { ensureBuilt } from '../electron-double/built.ts';
import { cleanUp, type DesktopApp, type Double, launchDesktop } from '../electron-double/launch.ts';

const LOOPBACK = 'http://127.0.0.1:4711';
const root = join(import.meta.dirname, '..', '..');
/** Lies in the interface's folder while the tests run, and leads out of it. */
const trap = join(root, 'out', 'renderer', 'trap.txt');

let app: DesktopApp;
beforeAll(async () => {
  ensureBuilt();
  rmSync(trap, { force: true });
  symlinkSync('/etc/passwd', trap);
  app = launchDesktop({ env: { TIDEMARK_META_LOGIN_URL: LOOPBACK } });
  await app.run((double) => double.until(() => double.page()));
  await app.run((double) => double.until(() => double.record.trays.length === 1));
});
afterAll(async () => {
  rmSync(trap, { force: true });
  await cleanUp();
});

const HOSTILE = [
  'https://tidemark.evil.example/',
  'https://good.example.evil.example/',
  'https://www.facebook.com/',
  'http://127.0.0.1:4711/',
  'app://tidemark.evil/',
  'app://tidemark@evil/',
  'app://good@tidemark/',
  'app://:secret@tidemark/',
  'app://evil/tidemark/',
  'app://evil#app://tidemark/',
  'app://evil?app://tidemark/',
  'app://tidemark:8080/',
  'app://tidemark\\@evil/',
  'app:\\\\tidemark/',
  'app:tidemark',
  'app:///tidemark/',
  'app://tidemark /',
  'app://tidemark\n/',
  'app://tidemark/\u0000',
  'app://tidemark/settings.html',
  'app://tidemark/assets/x.js',
  'app://tidemark/..%2f..%2fetc/passwd',
  'app://tıdemark/',
  'app://xn--tdemark-q4a/',
  'APP2://tidemark/',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'JAVASCRIPT:alert(1)//app://tidemark/',
  'data:text/html,<script>1</script>',
  'blob:app://tidemark/2f6e',
  'blob:https://evil.example/2f6e',
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  'filesystem:app://tidemark/x',
  '//evil.example',
  '\\\\evil.example\\share',
  'about:blank',
  'about:srcdoc',
  'view-source:app://tidemark/',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'ftp://evil.example/',
  'ws://evil.example/',
  'vbscript:msgbox(1)',
  '',
];

const UNOPENABLE = [
  ...HOSTILE.filter((url) => url !== 'https://www.facebook.com/' && url !== 'http://127.0.0.1:4711/'),
  'ms-msdt:/id PCWDiagnostic',
  'search-ms:query=x',
  'ms-appinstaller:?source=https://evil.example',
  'ms-officecmd:x',
  'smb://evil.example/share',
  'tel:+1',
  'mailto:a@evil.example',
  'http://www.facebook.com/',
  'https://www.facebook.com.evil.example/',
  'https://evil.example/www.facebook.com',
  'https://www.facebook.com@evil.example/',
  'https://user:pw@www.facebook.com/',
  'https://www.facebook.com:8443/',
  'https://evilfacebook.com/',
  'https://www.facebook.com\\.evil.example/',
  'https://www.facebook.com /',
  'https://www.fаcebook.com/',
  'http://127.0.0.1:4712/',
  'http://127.0.0.1.evil.example:4711/',
  'http://localhost:4711/',
  'https://127.0.0.1:4711/',
];

describe('the window (E1, E2, E3, E8)', () => {
  it('enables the sandbox before ready and opens every window with safe options', async () => {
    const { sandboxed, options, windows } = await app.run((double) => ({
      sandboxed: double.record.calls.find((call: Double) => call.name === 'app.enableSandbox'),
      options: double.record.windows[0].options,
      windows: double.record.windows.length,
    }));
    expect(sandboxed).toMatchObject({ ready: false });
    expect(windows).toBe(1);
    expect(options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
    });
    expect(Object.keys(options.webPreferences)).not.toContain('enableBlinkFeatures');
    expect(options).toMatchObject({
      minWidth: 960,
      minHeight: 640,
      width: 1280,
      height: 800,
      backgroundColor: '#F6F7F9',
    });
  });

  it('declares its scheme before ready, without what pages do not need', async () => {
    const call = await app.run((double) =>
      double.record.calls.find((one: Double) => one.name === 'protocol.registerSchemesAsPrivileged'),
    );
    expect(call.ready).toBe(false);
    const [[{ scheme, privileges }]] = call.args;
    expect(scheme).toBe('app');
    expect(privileges).toEqual({ standard: true, secure: true, supportFetchAPI: true, codeCache: true });
  });

  it('leaves the page on none of the hostile addresses', async () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(40);
    const allowed = await app.run((double, urls) => {
      const { webContents } = double.record.windows[0];
      const through: string[] = [];
      for (const url of urls) {
        for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
          for (const isMainFrame of [true, false]) {
            const event = double.preventable({ url, isMainFrame, isSameDocument: false });
            webContents.emit(name, event);
            if (!event.defaultPrevented) through.push(`${name} ${url}`);
          }
        }
        if (webContents.openHandler({ url }).action !== 'deny') through.push(`window ${url}`);
        const attach = double.preventable();
        webContents.emit('will-attach-webview', attach, { nodeIntegration: true }, { src: url });
        if (!attach.defaultPrevented) through.push(`webview ${url}`);
      }
      return through;
    }, HOSTILE);
    expect(allowed).toEqual([]);
  });

  it('lets the page load itself again', async () => {
    const prevented = await app.run((double) => {
      const event = double.preventable({ url: 'app://tidemark/#/clients', isMainFrame: true });
      double.record.windows[0].webContents.emit('will-navigate', event);
      double.record.windows[0].webContents.emit('will-frame-navigate', event);
      return event.defaultPrevented;
    });
    expect(prevented).toBe(false);
    expect(isOwnPage('app://tidemark/index.html#/x')).toBe(true);
  });

  it('hands listed https links to the browser and nothing else', async () => {
    expect(UNOPENABLE.length).toBeGreaterThanOrEqual(60);
    const opened = await app.run((double, urls) => {
      double.record.external.length = 0;
      for (const url of urls) double.record.windows[0].webContents.openHandler({ url });
      return [...double.record.external];
    }, UNOPENABLE);
    expect(opened).toEqual([]);
    const good = [
      'https://www.facebook.com/v26.0/dialog/oauth?x=1',
      'https://accounts.google.com/o/oauth2/v2/auth',
      `${LOOPBACK}/dialog`,
    ];
    const reallyOpened = await app.run((double, urls) => {
      const actions = urls.map((url) => double.record.windows[0].webContents.openHandler({ url }).action);
      return { actions, external: [...double.record.external] };
    }, good);
    expect(reallyOpened).toEqual({ actions: ['deny', 'deny', 'deny'], external: good });
    // Without a test server in force the same address is refused.
    expect(isListedLink(`${LOOPBACK}/dialog`, {})).toBe(false);
  });

  it('grants notifications and clean clipboard writes to its own page, and nothing else to anybody', async () => {
    const permissions =
      'accessibility-events background-sync captureHandle clipboard-read clipboard-sanitized-write deprecated-sync-clipboard-read display-capture fileSystem fullscreen geolocation hid idle-detection keyboardLock media mediaKeySystem midi midiSysex notifications openExternal payment-handler periodic-background-sync pointerLock screen-wake-lock sensors serial speaker-selection storage-access top-level-storage-access unknown usb window-management from-the-future'.split(
        ' ',
      );
    const granted = await app.run(async (double, names) => {
      const { handlers } = double.session.defaultSession;
      const contents = double.record.windows[0].webContents;
      const foreign = { getURL: () => 'https://evil.example/' };
      const ask = (from: Double, name: string) =>
        new Promise<boolean>((resolve) => handlers.request(from, name, resolve, {}));
      const yes: string[] = [];
      for (const name of names) {
        if (await ask(contents, name)) yes.push(`request ${name}`);
        if (await ask(foreign, name)) yes.push(`foreign request ${name}`);
        if (handlers.check(contents, name, 'app://tidemark/', {})) yes.push(`check ${name}`);
        if (handlers.check(null, name, 'https://evil.example/', {})) yes.push(`foreign check ${name}`);
      }
      if (handlers.device({ deviceType: 'hid' })) yes.push('device');
      return yes;
    }, permissions);
    expect(granted.sort()).toEqual([
      'check clipboard-sanitized-write',
      'check notifications',
      'request clipboard-sanitized-write',
      'request notifications',
    ]);
  });

  it('lets the renderer reach no server and download nothing', async () => {
    const result = await app.run((double) => {
      const cancelled: boolean[] = [];
      for (const url of [
        'https://evil.example/x',
        'http://127.0.0.1/',
        'ws://evil.example/',
        'file:///etc/passwd',
        'app://evil/',
        'app://tidemark/index.html',
        'data:,',
      ])
        double.session.defaultSession.handlers.beforeRequest({ url }, ({ cancel }: { cancel: boolean }) =>
          cancelled.push(cancel),
        );
      const event = double.preventable();
      double.session.defaultSession.emit('will-download', event, {}, {});
      return { cancelled, download: event.defaultPrevented };
    });
    expect(result).toEqual({ cancelled: [true, true, true, true, true, false, false], download: true });
  });
});

describe('messages of the page (E4, E5)', () => {
  it('has one wrapper and no other way in', () => {
    const hosts = join(root, 'src', 'main', 'hosts');
    const users = readdirSync(hosts).filter((name) =>
      /ipcMain\s*\.\s*(on|handle|once)\b/.test(readFileSync(join(hosts, name), 'utf8')),
    );
    expect(users).toEqual(['electron-ipc.ts']);
  });

  it('opens exactly these channels', async () => {
    const channels = await app.run((double) => ({
      on: double.ipcMain.eventNames(),
      handle: [...double.ipcMain.handlers.keys()],
    }));
    expect(channels.on.sort()).toEqual(['tidemark:request-port', 'tidemark:sheets-ready', 'tidemark:theme']);
    expect(channels.handle).toEqual(['tidemark:save-file', 'tidemark:save-pdf', 'tidemark:copy-image']);
  });

  it('drops what comes from another frame, page or window, on every channel', async () => {
    const effects = await app.run(async (double) => {
      const page = double.page();
      const good: Record<string, unknown> = {
        'tidemark:request-port': undefined,
        'tidemark:theme': 'dark',
        'tidemark:save-file': { name: 'a.csv', text: 'x' },
        // A signature and the length of a header: from the page itself it would be copied (electron.test.ts).
        'tidemark:copy-image': Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, ...Array(16).fill(0)]),
      };
      const answered = new Set(['tidemark:save-file', 'tidemark:copy-image']);
      const top = { url: 'app://tidemark/', parent: null };
      const thrower = {
        get url(): string {
          throw new Error('Render frame was disposed before WebFrameMain could be accessed');
        },
        parent: null,
      };
      const senders = [
        { senderFrame: { url: 'app://tidemark/', parent: top } },
        { senderFrame: { url: 'https://evil.example/', parent: null } },
        { senderFrame: { url: 'app://evil/', parent: null } },
        { senderFrame: { url: 'app://tidemark@evil/', parent: null } },
        { senderFrame: { url: 'about:blank', parent: null } },
        { senderFrame: { url: 'file:///etc/passwd', parent: null } },
        { senderFrame: { url: '', parent: null } },
        { senderFrame: null },
        { senderFrame: thrower },
        { senderFrame: top, sender: { isDestroyed: () => false } },
      ];
      const before = { calls: double.record.calls.length, dialogs: double.record.dialogs.length };
      const answers: unknown[] = [];
      for (const from of senders) {
        for (const [channel, payload] of Object.entries(good)) {
          if (answered.has(channel)) answers.push(await page.invokeAs(channel, from, payload));
          else page.emitAs(channel, from, payload);
        }
      }
      return {
        calls: double.record.calls.length - before.calls,
        dialogs: double.record.dialogs.length - before.dialogs,
        theme: double.nativeTheme.themeSource,
        answers,
      };
    });
    expect(effects).toEqual({ calls: 0, dialogs: 0, theme: 'system', answers: Array.from({ length: 20 }, () => null) });
  });

  it('does nothing on a thousand wrong payloads per channel, and tells nothing', async () => {
    const wrong = fc.sample(
      fc.oneof(
        fc.jsonValue(),
        fc.record({ name: fc.oneof(fc.string(), fc.jsonValue()), text: fc.jsonValue() }),
        fc.record({
          name: fc.constantFrom(
            '../a.csv',
            '/etc/a.csv',
            'a.exe',
            'a.csv/',
            '.a.csv',
            'a\u0000.csv',
            'C:\\a.csv',
            'a.csv\n',
            'a',
          ),
          text: fc.string(),
        }),
        fc.record({ name: fc.constant('a.csv'), text: fc.string(), more: fc.string() }),
      ),
      { numRuns: 1000, seed: 7 },
    );
    const effects = await app.run(async (double, payloads) => {
      const page = double.page();
      const before = { calls: double.record.calls.length, dialogs: double.record.dialogs.length };
      const answers = new Set<string>();
      for (const payload of payloads) {
        answers.add(JSON.stringify(await page.invokeAs('tidemark:save-file', {}, payload)));
        answers.add(JSON.stringify(await page.invokeAs('tidemark:copy-image', {}, payload)));
        page.emitAs('tidemark:theme', {}, payload);
        // Anything at all is too much here.
        page.emitAs('tidemark:request-port', {}, payload);
        page.emitAs('tidemark:request-port', {}, undefined, payload);
      }
      return {
        calls: double.record.calls.length - before.calls,
        dialogs: double.record.dialogs.length - before.dialogs,
        theme: double.nativeTheme.themeSource,
        answers: [...answers],
      };
    }, wrong);
    expect(effects).toEqual({ calls: 0, dialogs: 0, theme: 'system', answers: ['null'] });
  });

  it('gives the page eight verbs and never an event', async () => {
    const seen = await app.run(async (double) => {
      const page = double.page();
      const got: unknown[][] = [];
      // A command waits for a page that listens, and that is one that has asked for its port.
      page.exposed.tidemark.requestPort();
      const off = page.exposed.tidemark.onCommand((...args: unknown[]) => void got.push(args));
      double.menuItem('go-clients').click();
      await double.until(() => got.length === 1);
      off();
      double.menuItem('go-imports').click();
      await double.until(() => double.record.calls.at(-1).args[1]?.path === '/imports');
      return { worlds: Object.keys(page.exposed), keys: Object.keys(page.exposed.tidemark).sort(), got };
    });
    expect(seen).toEqual({
      worlds: ['tidemark'],
      keys: ['copyImage', 'onCommand', 'platform', 'requestPort', 'saveFile', 'saveImage', 'savePdf', 'sheetsReady'],
      got: [[{ type: 'open', path: '/clients' }]],
    });
  });
});

describe('the scheme (E6, E7)', () => {
  const read = (url: string, method = 'GET') =>
    app.run(
      async (double, { url, method }) => {
        // A Request would tidy the address up before the handler sees it.
        const answer = await double.session.defaultSession.schemes.get('app')({ url, method });
        return {
          status: answer.status,
          type: answer.headers.get('content-type'),
          csp: answer.headers.get('content-security-policy'),
          text: await answer.text(),
        };
      },
      { url, method },
    );

  it('serves the interface with its headers', async () => {
    const index = await read('app://tidemark/');
    expect(index).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(index.text).toContain('<div id="root">');
    // Nothing inline: the headers would stop it.
    expect(index.text).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:/i);
    expect(index.csp).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    const script = /src="\.?(\/[^"]+\.js)"/.exec(index.text)?.[1];
    expect(await read(`app://tidemark${script}`)).toMatchObject({
      status: 200,
      type: 'text/javascript; charset=utf-8',
    });
    expect((await read('app://tidemark/', 'POST')).status).toBe(405);
  });

  it('serves nothing else, however it is spelled', async () => {
    const paths = [
      '../package.json',
      '..%2fpackage.json',
      '%2e%2e/package.json',
      '%2e%2e%2fpackage.json',
      '..%5cpackage.json',
      '..\\package.json',
      '....//package.json',
      '..;/package.json',
      './../main/electron.js',
      'assets/../../main/electron.js',
      'assets/..%2f..%2fmain/electron.js',
      '%252e%252e%252fpackage.json',
      '..%c0%afpackage.json',
      '%c0%ae%c0%ae/package.json',
      '..%00/package.json',
      'index.html%00.js',
      'index.html\u0000',
      '/etc/passwd',
      '//etc/passwd',
      '%2fetc%2fpasswd',
      'C:/Windows/win.ini',
      'c:%5cWindows%5cwin.ini',
      '\\\\server\\share',
      'file:///etc/passwd',
      'trap.txt',
      'assets',
      'assets/',
      '.',
      '..',
      '~/.ssh/id_rsa',
      'index.html/',
      'INDEX.HTML',
      '.vite/manifest.json',
      'index.html:$DATA',
      '__proto__',
      'constructor',
    ];
    expect(paths.length).toBeGreaterThanOrEqual(30);
    const index = (await read('app://tidemark/')).text;
    for (const path of paths) {
      const { status, text, csp } = await read(`app://tidemark/${path}`);
      // '.' and '..' are the folder itself once the address is read.
      if (status === 200) expect([text, path.replace(/\.{1,2}$/, '')]).toEqual([index, '']);
      else expect([path, text]).toEqual([path, '']);
      expect(csp).toContain("default-src 'none'");
    }
    for (const url of [
      'app://evil/index.html',
      'app://tidemark@evil/index.html',
      'file:///etc/passwd',
      'https://tidemark/index.html',
    ])
      expect((await read(url)).status).toBe(403);
    expect(readFileSync(trap, 'utf8')).toContain('root:');
  });

  it('was built without eval', () => {
    const assets = join(root, 'out', 'renderer', 'assets');
    for (const name of readdirSync(assets).filter((one) => one.endsWith('.js'))) {
      const text = readFileSync(join(assets, name), 'utf8');
      expect([name, /\beval\(/.test(text)]).toEqual([name, false]);
    }
  });
});
