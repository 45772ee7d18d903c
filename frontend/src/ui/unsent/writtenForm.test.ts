import { beforeEach, expect, test } from 'vitest';
import { type Written, WrittenForm } from './writtenForm';

const WORDS = { at: 'case', about: 'Hvem ringte?', answers: true, words: 'Det var jeg.', touched: true };
const left: Written[] = [];
let form: WrittenForm;

beforeEach(() => {
  left.length = 0;
  form = new WrittenForm((written) => left.push(written));
  form.come();
  form.write(WORDS);
});

test('what is in a form that goes is left, once', () => {
  form.go();
  form.go();
  expect(left).toEqual([WORDS]);
});

test('nothing is left of a form that stays, was given up or holds no words', async () => {
  expect(await form.during(async () => false)).toBe(false);
  expect(left).toEqual([]);
  form.drop();
  form.go();
  form.write({ ...WORDS, words: ' ' });
  form.go();
  expect(left).toEqual([]);
});

test('a form that goes while it is sent leaves its words only where they were refused', async () => {
  for (const saved of [true, false]) {
    form.come();
    form.write(WORDS);
    await form.during(async () => {
      form.go();
      expect(left).toEqual([]);
      return saved;
    });
    expect(left).toEqual(saved ? [] : [WORDS]);
  }
});

test('a send that breaks leaves the words too', async () => {
  const broken = form.during(async () => {
    form.go();
    throw new Error('broken');
  });
  await expect(broken).rejects.toThrow('broken');
  form.go();
  expect(left).toEqual([WORDS]);
});

test('it is written in from the first sign until it is sent, given up or gone', async () => {
  expect(form.writtenAt).toBe('case');
  form.drop();
  expect(form.writtenAt).toBeNull();
  form.write({ ...WORDS, words: '', touched: true });
  expect(form.writtenAt).toBe('case');
  await form.during(async () => true);
  expect(form.writtenAt).toBeNull();
  form.write(WORDS);
  form.go();
  expect(form.writtenAt).toBeNull();
});
