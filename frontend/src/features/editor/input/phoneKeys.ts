import { type Command, Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import * as commands from './commands';

/** The commands of the keys by what the browser is about to do. Undo and redo are the binding's. */
const COMMANDS: Record<string, Command> = {
  insertParagraph: commands.splitBlock,
  insertLineBreak: commands.insertHardBreak,
  insertUnorderedList: commands.toggleList('bullet'),
  insertOrderedList: commands.toggleList('ordered'),
  formatBold: commands.toggleMarkNamed('bold'),
  formatItalic: commands.toggleMarkNamed('italic'),
  formatIndent: commands.indent,
  formatOutdent: commands.outdent,
  ...all(['Content', 'Word', 'SoftLine', 'HardLine'], 'Backward', commands.backspace),
  ...all(['Content', 'Word', 'SoftLine', 'HardLine'], 'Forward', commands.deleteForward),
};

function all(units: string[], direction: string, command: Command): Record<string, Command> {
  return Object.fromEntries(units.map((unit) => [`delete${unit}${direction}`, command]));
}

/**
 * Keyboards of phones, dictation and menus of the browser send no key that can be recognised (`keydown` 229 or none),
 * only what they are about to do. They run the commands of the keys, which know lists and headings.
 */
export function phoneKeys(): Plugin {
  let key = '';
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (_view, event) => {
          key = event.key;
          return false;
        },
        keyup: () => {
          key = '';
          return false;
        },
        beforeinput: (view, event) => {
          // On iOS ProseMirror leaves a recognised Enter to the browser, and runs the key's command afterwards.
          if (key === 'Enter' || !view.editable) return false;
          return run(view, event);
        },
      },
    },
  });
}

function run(view: EditorView, event: InputEvent): boolean {
  const command = COMMANDS[event.inputType];
  // What an input method does within a composition is its own.
  if (!command || !event.cancelable || view.composing) return false;
  if (!command(view.state, view.dispatch, view)) return false;
  event.preventDefault();
  return true;
}
