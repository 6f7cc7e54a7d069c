import { lazy, useState, type ComponentType, type FunctionComponent } from 'react';

/**
 * A component in a chunk of its own, fetched when it is first drawn or when `fetch` asks for it ahead. Once fetched it is drawn at once:
 * React's own lazy component would be waited for even then, and what follows a wait is held back for 300 ms.
 */
export const lazyPart = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): FunctionComponent<Props> & { fetch(): Promise<unknown> } => {
  let fetched: ComponentType<Props> | null = null;
  const fetch = async () => (fetched = await load());
  const Waiting = lazy(async () => ({ default: await fetch() }));
  const LazyPart = (props: Props) => {
    // Chosen once: what stands keeps what it holds.
    const [Part] = useState<ComponentType<Props>>(() => fetched ?? Waiting);
    return <Part {...props} />;
  };
  return Object.assign(LazyPart, { fetch });
};
