import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createFormats, type Formats } from './format.ts';
import { m } from './messages-figures.ts';
import { setNumbersAs, t, type Message } from './text.ts';

const FormatsContext = createContext<Formats>(createFormats('en'));
const NowContext = createContext<number>(0);

/** Gives every screen its formatters and the engine's clock. `now` is the engine's instant; it ticks on with this page. */
export const FormatsProvider = ({
  locale,
  now,
  children,
}: {
  locale: string;
  now: string | null;
  children: ReactNode;
}) => {
  const formats = useMemo(() => {
    const made = createFormats(locale);
    setNumbersAs(made.locale);
    return made;
  }, [locale]);
  const engine = now === null ? 0 : Date.parse(now);
  const [elapsed, setElapsed] = useState(0);
  useEffect(() => {
    const received = performance.now();
    setElapsed(0);
    const timer = setInterval(() => setElapsed(performance.now() - received), 30_000);
    return () => clearInterval(timer);
  }, [engine]);
  const current = engine + elapsed;
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
export const RelativeTime = ({
  instant,
  message,
}: {
  instant: string | null;
  message: Message<`${string}{age}${string}`>;
}) => {
  const f = useFormats();
  const now = useNow();
  if (instant === null) return <span>{t(m.notImportedYet)}</span>;
  return (
    <time dateTime={instant} title={f.instant(instant)}>
      {t(message, { age: f.relative(instant, now) })}
    </time>
  );
};
