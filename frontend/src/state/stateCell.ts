/** A value that can be subscribed to (`useCell` in React); it changes by replacement only. */
export class StateCell<T extends object> {
  private readonly listeners = new Set<() => void>();
  private current: T;

  constructor(initial: T) {
    this.current = initial;
  }

  readonly read = (): T => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** Replace the named fields; listeners are called only when something is different. */
  change(fields: Partial<T>): void {
    const next = { ...this.current, ...fields };
    const keys = Object.keys(fields) as (keyof T)[];
    if (keys.every((key) => Object.is(next[key], this.current[key]))) return;
    this.replace(next);
  }

  /** Put another value in the place of the whole one. */
  replace(next: T): void {
    this.current = next;
    for (const listener of [...this.listeners]) listener();
  }
}
