import { type QueryClient, type QueryKey, QueryObserver } from '@tanstack/react-query';
import { LOGIN } from '../paths';
import { hasEarly } from './early';
import { QUERIES } from './queries';

interface Held {
  /** Never rejects: what went wrong is asked again, and said, by whoever shows it. */
  settled: Promise<unknown>;
  release: () => void;
}

/**
 * Put what start.js has asked for where the first screen of this address finds it. It stays until `release`: nothing is
 * kept that no component shows. Null when nothing was asked for.
 */
export function holdFirstScreen(queries: QueryClient, pathname: string): Held | null {
  if (!hasEarly()) return null;
  const releases: (() => void)[] = [];
  const hold = (queryKey: QueryKey) => {
    releases.push(new QueryObserver(queries, { queryKey, enabled: false }).subscribe(() => undefined));
  };
  const ask = async () => {
    if (pathname === LOGIN) {
      hold(QUERIES.login.queryKey);
      return queries.fetchQuery(QUERIES.login);
    }
    const inPlan = /^\/plan\/([^/]+)/u.exec(pathname)?.[1];
    if (pathname !== '/' && !inPlan) return;
    hold(QUERIES.me.queryKey);
    await queries.fetchQuery(QUERIES.me);
    const plan = inPlan ?? (await onlyPlan());
    if (!plan) return;
    hold(QUERIES.plan(plan).queryKey);
    await queries.fetchQuery(QUERIES.plan(plan));
  };
  const onlyPlan = async () => {
    hold(QUERIES.plans.queryKey);
    const [plan, ...others] = await queries.fetchQuery(QUERIES.plans);
    return others.length === 0 ? plan?.id : undefined;
  };
  const release = () => {
    for (const each of releases) each();
  };
  return { settled: ask().catch(() => undefined), release };
}
