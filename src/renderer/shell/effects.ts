import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { live, refreshData, useLive } from '../bridge.ts';
import { revisionAtStart } from '../first-screen.ts';

/** Asks for fresh numbers when the engine's data moved; at most once a second, or an import would keep every screen busy. */
export const useDataRevision = (): void => {
  const revision = useLive(live.dataRevision)?.revision ?? null;
  const seen = useRef<number | null>(revisionAtStart());
  const last = useRef(0);
  useEffect(() => {
    if (revision === null) return;
    const known = seen.current === null || seen.current === revision;
    seen.current = revision;
    if (known) return;
    const wait = Math.max(0, last.current + 1000 - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      void refreshData();
    }, wait);
    return () => clearTimeout(timer);
  }, [revision]);
};

const FOCUS_MS = 4000;

/**
 * A new screen takes the focus to its heading, so that a screen reader starts there. The heading of a screen that still loads is
 * replaced by its final one and the focus would fall to the page: it is given again until the person moves it.
 */
export const useHeadingFocus = (): void => {
  const path = useLocation({ select: (location) => location.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const until = performance.now() + FOCUS_MS;
    // What was pressed to come here may stay on the new screen and keep the focus.
    let opener = document.activeElement;
    const focus = (): void => {
      const heading = document.querySelector<HTMLElement>('main h1');
      const now = document.activeElement;
      const moved = now !== null && now !== document.body && now !== opener && now !== heading && now.tagName !== 'H1';
      if (moved || performance.now() > until) return;
      if (heading && now !== heading) {
        heading.focus({ preventScroll: true });
        // A heading of a screen that is being put away takes no focus.
        if (document.activeElement === heading) opener = null;
      }
      frame = requestAnimationFrame(focus);
    };
    let frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [path]);
};
