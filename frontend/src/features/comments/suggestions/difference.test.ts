import { describe, expect, test } from 'vitest';
import { seededBelow } from '../../../testing/seeded';
import { addedWords, differenceOf } from './difference';

describe('what a suggestion changes', () => {
  test('is said in whole words', () => {
    expect(differenceOf('øver to dager i uka', 'øver tre dager i uka')).toEqual({
      before: 'øver ',
      taken: 'to',
      given: 'tre',
      after: ' dager i uka',
    });
  });

  test('is all of one word though its letters are half the same', () => {
    expect(differenceOf('skolen', 'skolene')).toEqual({
      before: '',
      taken: 'skolen',
      given: 'skolene',
      after: '',
    });
  });

  test('is nothing but new words where none are taken', () => {
    expect(differenceOf('leser hjemme', 'leser ofte hjemme')).toMatchObject({ taken: '', given: 'ofte ' });
    expect(differenceOf('', 'Noe nytt')).toEqual({ before: '', taken: '', given: 'Noe nytt', after: '' });
  });

  test('is nothing but old words where none are given', () => {
    expect(differenceOf('leser ofte hjemme', 'leser hjemme')).toMatchObject({ taken: 'ofte ', given: '' });
    expect(differenceOf('borte', '')).toMatchObject({ taken: 'borte', given: '' });
  });

  test('never cuts a character of two units in half', () => {
    expect(differenceOf('👍🏽', '👍🏿')).toEqual({ before: '', taken: '👍🏽', given: '👍🏿', after: '' });
  });

  test('always adds up to both texts', () => {
    const below = seededBelow(7);
    const words = ['to', 'tre', 'å', '👍', 'é', 'dager'];
    const text = () => Array.from({ length: below(5) }, () => words[below(words.length)]).join(' ');
    for (let round = 0; round < 500; round += 1) {
      const [old, replacement] = [text(), text()];
      const { before, taken, given, after } = differenceOf(old, replacement);
      expect(before + taken + after).toBe(old);
      expect(before + given + after).toBe(replacement);
    }
  });
});

describe('the words that somebody added', () => {
  test('are all of what stands where nothing stood', () => {
    expect(addedWords('', 'Først\nså  sist ')).toBe('Først\nså  sist');
  });

  test('are none of those that stand between two changes, were moved or have got another comma', () => {
    expect(addedWords('sint om morgenen hjemme', 'ofte sint om morgenen borte')).toBe('ofte borte');
    expect(addedWords('mor er syk nå', 'Nå er mor, syk')).toBe('');
    expect(addedWords('borte', '')).toBe('');
    expect(addedWords('likt', 'likt')).toBe('');
  });

  test('are as many as were added of a word that also stood there', () => {
    expect(addedWords('en bok her', 'to en en bøker der')).toBe('to en bøker der');
  });
});
