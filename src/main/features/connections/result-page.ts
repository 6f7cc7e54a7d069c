import { createHash } from 'node:crypto';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}' +
  '@media(prefers-color-scheme:dark){body{background:#14171a;color:#e8eaed}}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Every answer of the listener: no script, no referrer (the address holds the code), nothing cached, nothing to frame. */
export const RESULT_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  connection: 'close',
} as const;

const PAGES = {
  signedIn: ['Signed in', 'You can close this window and go back to Tidemark.'],
  failed: [
    'The sign-in did not finish',
    'You can close this window and go back to Tidemark, which says why and what to do.',
  ],
  other: ['Nothing to see here', 'This address only finishes a sign-in to Tidemark. You can close this window.'],
} as const;

/** Fixed texts only: nothing of the request may come back. */
export function resultPage(kind: keyof typeof PAGES): string {
  const [title, text] = PAGES[kind];
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} - Tidemark</title><style>${STYLE}</style></head>` +
    `<body><h1>${title}</h1><p>${text}</p></body></html>`
  );
}
