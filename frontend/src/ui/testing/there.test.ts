// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { buttonIn, there } from './there';

test('what is not there fails the test that acts on it, and names what is there', () => {
  document.body.innerHTML = '<button>Lagre</button>';
  expect(there(document.querySelector('button')).textContent).toBe('Lagre');
  expect(buttonIn(document, 'Lagre').textContent).toBe('Lagre');
  expect(() => there(document.querySelector('a'))).toThrow('nothing to act on');
  expect(() => buttonIn(document, 'Send')).toThrow('no button "Send", but "Lagre"');
});
