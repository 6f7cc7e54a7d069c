import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createFormats, type Formats } from './format.ts';

const FormatsContext = createContext<Formats>(createFormats('en'));
const NowContext = createContext<number>(0);

/** Gives every screen its formatters and the engine's clock. `nowAtReceipt` is the engine's instant, ticking on with this page. */
export const FormatsProvider = ({
  locale,
  now,
  children,
}: {
  locale: string;
  now: string | null;
  children: ReactNode;
}) => {
  const formats = useMemo(() => createFormats(locale), [locale]);
  const anchor = useMemo(() => ({ engine: now === null ? 0 : Date.parse(now), page: performance.now() }), [now]);
  const [ticks, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  // `ticks` is what makes ages move on without an event.
  const current = useMemo(() => anchor.engine + performance.now() - anchor.page, [anchor, ticks]);
  return (
    <FormatsContext.Provider value={formats}>
      <NowContext.Provider value={current}>{children}</NowContext.Provider>
    </FormatsContext.Provider>
  );
};

export const useFormats = (): Formats => useContext(FormatsContext);

/** The engine's now in epoch ms, renewed twice a minute. */
export const useNow = (): number => useContext(NowContext);

/** 'Last imported: 6 hours ago' with the exact time on hover and focus. */
export const RelativeTime = ({ instant, prefix = '' }: { instant: string | null; prefix?: string }) => {
  const f = useFormats();
  const now = useNow();
  if (instant === null) return <span>Not imported yet</span>;
  return (
    <time dateTime={instant} title={f.instant(instant)}>
      {prefix}
      {f.relative(instant, now)}
    </time>
  );
};
