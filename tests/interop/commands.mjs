// A Node program that a Python test drives: one JSON command a line comes in, one JSON answer a line goes out.
import { createInterface } from 'node:readline';

/** Call `commands[do](rest of the command)` for every line; the program ends when its input does. */
export function serve(commands) {
  const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', async (line) => {
    const { id, do: name, ...given } = JSON.parse(line);
    try {
      say({ id, result: (await commands[name](given)) ?? null });
    } catch (error) {
      say({ id, error: error?.stack ?? String(error) });
    }
  });
  lines.on('close', () => process.exit(0));
}

/** Something with a state that changes by events. */
export class Watched {
  #waiting = new Set();

  /** To be called after every event: who waits for a state looks again. */
  changed() {
    for (const look of [...this.#waiting]) look();
  }

  /** The state, as soon as every wanted value is in it; after `seconds` it fails with the state it has then. */
  until(wanted, seconds) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const state = this.state();
        if (!fits(state, wanted)) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(state);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited for ${JSON.stringify(wanted)}, still ${JSON.stringify(this.state())}`));
      }, seconds * 1000);
      this.#waiting.add(look);
      look();
    });
  }
}

/** `{contains: x}` asks for a piece of a text or an element of a list, `{least: n}` for at least n; all else is equality. */
function fits(state, wanted) {
  return Object.entries(wanted).every(([key, value]) => {
    const actual = state[key];
    if (value?.contains !== undefined) return actual != null && has(actual, value.contains);
    if (value?.least !== undefined) return actual >= value.least;
    return JSON.stringify(actual) === JSON.stringify(value);
  });
}

function has(actual, piece) {
  if (typeof actual === 'string') return actual.includes(piece);
  return actual.some((element) => JSON.stringify(element) === JSON.stringify(piece));
}
