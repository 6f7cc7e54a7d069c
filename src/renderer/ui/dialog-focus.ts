/** What can be reached by Tab, in the order it stands; a radio that is not the chosen one of its group is reached by its group. */
const TABBABLE =
  'input:not([type="hidden"]), select, textarea, button, a[href], [contenteditable="true"], [tabindex]:not([tabindex="-1"])';

const usable = (element: HTMLElement): boolean =>
  element.tabIndex >= 0 &&
  !element.matches(':disabled, [aria-disabled="true"]') &&
  element.checkVisibility({ visibilityProperty: true });

const controls = (inside: HTMLElement): HTMLElement[] =>
  [...inside.querySelectorAll<HTMLElement>(TABBABLE)].filter(usable);

/**
 * Where the focus of a dialog begins: the first control of its body. One that lies below what can be seen would scroll a text to its end
 * before anybody read it: then, and where the body has none, it is the first button of the foot, which is never the one that destroys.
 * Null when there is neither.
 */
export const firstControl = (body: HTMLElement | null, foot: HTMLElement | null): HTMLElement | null => {
  const first = body === null ? undefined : controls(body)[0];
  if (body !== null && first !== undefined) {
    const seen = first.getBoundingClientRect().top < body.getBoundingClientRect().bottom;
    if (seen || first.closest('form') !== null) return first;
  }
  return foot === null ? null : (controls(foot)[0] ?? null);
};

const MODAL = '[role="dialog"]:not([aria-modal="false"]), [role="alertdialog"], dialog[open]';

/** After a dialog went: where nothing has the focus, its opener gets it, and the heading of the screen when the opener is gone too. */
export const returnFocus = (opener: Element | null): void => {
  // The dialog's own return comes first, and what opened in its place keeps what it has.
  requestAnimationFrame(() => {
    const { activeElement: now, body } = document;
    if ((now !== null && now !== body) || document.querySelector(MODAL) !== null) return;
    const back = opener instanceof HTMLElement || opener instanceof SVGElement ? opener : null;
    if (back !== null && back !== body && back.isConnected) back.focus({ preventScroll: true });
    if (document.activeElement === body || document.activeElement === null)
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  });
};
