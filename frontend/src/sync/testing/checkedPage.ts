import { expect } from 'vitest';
import { viewOf } from '../document/documentState';
import { initialStep, type Step, step } from '../document/machine';
import { type Effect, type Event, isActive, type State, type Timer } from '../document/states';

/** Runs the effects of the state machine against a simulated copy and timers, and checks that each is allowed. */
export class CheckedPage {
  state: State;
  copy: 'none' | 'attached' | 'detached' = 'none';
  readonly timers = new Set<Timer>();
  effects: readonly Effect[] = [];

  /** `effectRun` is called after each effect. */
  constructor(
    private readonly random: () => number,
    private readonly effectRun: (effect: Effect) => void = () => undefined,
  ) {
    const first = initialStep();
    this.state = first[0];
    this.take(first);
  }

  get shown() {
    return viewOf(this.state);
  }

  dispatch(event: Event): void {
    if (event.type === 'timeUp') this.timers.delete(event.timer);
    const before = this.state;
    this.take(step(before, event, this.random()));
    checkChange(before, event, this.state, this.effects);
    this.check();
  }

  private take([state, effects]: Step): void {
    this.state = state;
    this.effects = effects;
    for (const effect of effects) {
      this.run(effect);
      this.effectRun(effect);
    }
  }

  private run(effect: Effect): void {
    switch (effect.type) {
      case 'open':
        expect(this.copy).toBe('none');
        this.copy = 'attached';
        break;
      case 'readdress':
      case 'detach':
        expect(this.copy).toBe('attached');
        if (effect.type === 'detach') this.copy = 'detached';
        break;
      case 'discard':
      case 'offerUnsaved':
      case 'offerAll':
        expect(this.copy).not.toBe('none');
        if (effect.type === 'discard') this.copy = 'none';
        break;
      case 'setTimer':
        this.timers.add(effect.timer);
        break;
      case 'clearTimer':
        expect(this.timers).toContain(effect.timer);
        this.timers.delete(effect.timer);
        break;
    }
  }

  private check(): void {
    const { phase, save, editable, unsaved } = this.shown;
    const active = isActive(this.state) ? this.state : null;
    if (save === 'saved') expect([editable, unsaved, active?.account.settled]).toEqual([true, false, true]);
    if (save === 'saving') expect([editable, unsaved, active?.line]).toEqual([true, true, 'live']);
    if (phase === 'stopped' || phase === 'gone')
      expect([editable, unsaved, save]).toEqual([false, false, 'ended']);
    expect(this.copy === 'attached').toBe(active !== null);
    if (phase === 'gone' || this.state.name === 'closed') expect(this.copy).toBe('none');
    expect(this.timers.has('return')).toBe(active?.line === 'returning');
    expect(this.timers.has('answer')).toBe(active?.line === 'live' && active.account.expectsAnswer);
  }
}

function checkChange(before: State, event: Event, after: State, effects: readonly Effect[]): void {
  if (!isActive(before)) expect(isActive(after)).toBe(false);
  if (before.name === 'closed') expect(after).toEqual(before);
  if (event.type === 'socketStopped') expect(isActive(after)).toBe(false);
  const types = effects.map(({ type }) => type);
  // The carrier may close the document in response: nothing may follow.
  if (types.includes('notify')) expect(types.indexOf('notify')).toBe(types.length - 1);
  const lost = viewOf(before).unsaved && !viewOf(after).unsaved && event.type !== 'released';
  const kept = types.some((type) => type === 'offerUnsaved' || type === 'offerAll');
  const settled = effects.some((effect) => effect.type === 'notify' && effect.what === 'settled');
  if (lost) expect(kept || settled).toBe(true);
}
