/** An observable value (`useCell` in React); it is immutable and only ever replaced. */
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

  /** Replace the given fields; listeners are called only when a value differs. */
  change(fields: Partial<T>): void {
    const next = { ...this.current, ...fields };
    const keys = Object.keys(fields) as (keyof T)[];
    if (keys.every((key) => Object.is(next[key], this.current[key]))) return;
    this.replace(next);
  }

  /** Replace the whole value. */
  replace(next: T): void {
    this.current = next;
    for (const listener of [...this.listeners]) listener();
  }
}
