import { beforeEach, describe, expect, test } from 'vitest';
import { SaveAccount } from './saveAccount';

let account: SaveAccount;

beforeEach(() => {
  account = new SaveAccount();
});

function openWith(mark: number): void {
  account = account.askedForState();
  account = account.sent('step2', mark);
}

describe('what counts as saved', () => {
  test('nothing, before our Step2 is acknowledged', () => {
    expect(account.settled).toBe(false);
    account = account.askedForState();
    expect(account.settled).toBe(false);
    account = account.sent('step2', 0);
    expect(account.settled).toBe(false);
    account = account.answered(true);
    expect(account.settled).toBe(true);
  });

  test('three offline edits are saved at the last of four acknowledgements, not at the first', () => {
    account = account.sent('update', 3);
    account = account.sent('update', 3);
    account = account.sent('update', 3);
    openWith(3);
    for (let answer = 1; answer <= 3; answer += 1) {
      account = account.answered(true);
      expect(account.settled).toBe(false);
      expect(account.savedMark).toBe(0);
    }
    account = account.answered(true);
    expect(account.settled).toBe(true);
    expect(account.savedMark).toBe(3);
  });

  test('an edit is unsaved again until its own answer', () => {
    openWith(0);
    account = account.answered(true);
    account = account.sent('update', 4);
    expect(account.settled).toBe(false);
    account = account.answered(true);
    expect(account.settled).toBe(true);
    expect(account.savedMark).toBe(4);
  });

  test('what was acknowledged on a lost socket stays durable, but the new socket starts from nothing', () => {
    openWith(5);
    account = account.answered(true);
    account = account.startOver();
    expect(account.settled).toBe(false);
    expect(account.savedMark).toBe(5);
  });

  test('nothing, once a frame was refused, though all have their answer', () => {
    openWith(0);
    account = account.answered(true);
    account = account.sent('update', 1);
    account = account.answered(false);
    expect(account.settled).toBe(false);
    account = account.sent('update', 2);
    account = account.answered(true);
    expect(account.settled).toBe(false);
  });

  test('an answer nobody waits for saves nothing', () => {
    account = account.answered(true);
    expect(account.settled).toBe(false);
  });
});

describe('an Update that arrived early', () => {
  beforeEach(() => {
    openWith(0);
    account = account.answered(true);
  });

  test('is covered by the acknowledgement of the Step2 it provoked', () => {
    account = account.sent('update', 1);
    account = account.askedForState();
    expect(account.settled).toBe(false);
    account = account.sent('step2', 1);
    expect(account.settled).toBe(false);
    account = account.answered(true);
    expect(account.settled).toBe(true);
    expect(account.savedMark).toBe(1);
  });

  test('does not let the answer of an earlier Update pass for its own', () => {
    account = account.sent('update', 1);
    account = account.sent('update', 2);
    account = account.askedForState();
    account = account.sent('step2', 2);
    account = account.answered(true);
    expect(account.settled).toBe(false);
    account = account.answered(true);
    expect(account.settled).toBe(true);
  });

  test('two of them are covered once both Step2 are acknowledged', () => {
    account = account.sent('update', 1);
    account = account.sent('update', 2);
    account = account.askedForState();
    account = account.sent('step2', 2);
    account = account.askedForState();
    account = account.sent('step2', 2);
    account = account.answered(true);
    expect(account.settled).toBe(false);
    account = account.answered(true);
    expect(account.settled).toBe(true);
  });

  test('with writing after it is never called saved: the answers cannot be told apart', () => {
    account = account.sent('update', 1);
    account = account.askedForState();
    account = account.sent('step2', 1);
    account = account.sent('update', 2);
    account = account.answered(true);
    account = account.answered(true);
    expect(account.settled).toBe(false);
    expect(account.uncertain).toBe(true);
    account = account.startOver();
    expect(account.uncertain).toBe(false);
  });
});

test('a Step1 that follows a new scope asks for everything and is no sign of an early Update', () => {
  openWith(0);
  account = account.answered(true);
  account = account.scopeChanged();
  expect(account.settled).toBe(false);
  account = account.askedForState();
  account = account.sent('step2', 2);
  account = account.sent('update', 3);
  account = account.answered(true);
  expect(account.settled).toBe(false);
  account = account.answered(true);
  expect(account.settled).toBe(true);
});
