/** A request as the stand-ins see it: already read, already parsed. */
export type SandboxRequest = {
  method: string;
  /** Absolute, on the sandbox's own origin. */
  url: URL;
  headers: Record<string, string>;
  body: string;
  /** Query, form and JSON-body parameters in one map (later ones win); objects and arrays as JSON text, as both platforms accept them. */
  params: Map<string, string>;
};

export type Reply = { status: number; headers: Record<string, string>; body: string };

export const JSON_TYPE = 'application/json; charset=UTF-8';

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(value) };
}

export function html(status: number, body: string): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
    body,
  };
}

export const redirect = (location: URL): Reply => ({
  status: 302,
  headers: { location: location.href, 'cache-control': 'no-store' },
  body: '',
});

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** A consent page: what is asked for, and a button per answer, which sends the same question again with the answer added. */
export function consentPage(
  request: SandboxRequest,
  title: string,
  asked: readonly string[],
  buttons: readonly { id: string; choice: string; label: string }[],
): Reply {
  const hidden = [...request.url.searchParams].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return html(
    200,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body><main>
<h1>Tidemark asks for access</h1><p>This is the sandbox on this computer, not the real sign-in page.</p>
<ul>${asked.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')}</ul>
<form method="get" action="${escapeHtml(request.url.pathname)}">${hidden.join('')}
${buttons.map(({ id, choice, label }) => `<p><button id="${id}" name="sandbox_choice" value="${choice}">${escapeHtml(label)}</button></p>`).join('\n')}
</form></main></body></html>`,
  );
}

/** Builds a request from its parts; understands form and JSON bodies, and ignores a body it cannot read (a GET may carry `{}`). */
export function toRequest(method: string, url: URL, headers: Record<string, string>, body: string): SandboxRequest {
  const params = new Map<string, string>(url.searchParams);
  const type = headers['content-type'] ?? '';
  if (body !== '' && type.includes('json')) {
    for (const [key, value] of Object.entries(parseObject(body)))
      params.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  } else if (body !== '' && (type === '' || type.includes('x-www-form-urlencoded'))) {
    for (const [key, value] of new URLSearchParams(body)) params.set(key, value);
  }
  return { method, url, headers, body, params };
}

export function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

export function bearer(headers: Record<string, string>): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
}

/**
 * Remembers the latest answers to equal questions, `limit` rows all together (and always the newest), so that following
 * pages need no new calculation.
 */
export function smallCache<T>(
  limit: number,
  sizeOf: (value: T) => number,
): { get: (key: string, make: () => T) => T; clear: () => void } {
  const kept = new Map<string, T>();
  let size = 0;
  return {
    get(key, make) {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const made = make();
      kept.set(key, made);
      size += sizeOf(made) + 1;
      for (const [oldest, value] of kept) {
        if (size <= limit || oldest === key) break;
        kept.delete(oldest);
        size -= sizeOf(value) + 1;
      }
      return made;
    },
    clear() {
      kept.clear();
      size = 0;
    },
  };
}
