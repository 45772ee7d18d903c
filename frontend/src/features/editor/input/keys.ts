import { Extension } from '@tiptap/core';
import { selectAll } from '@tiptap/pm/commands';
import { keymap } from '@tiptap/pm/keymap';
import { type Command, Plugin, PluginKey } from '@tiptap/pm/state';
import { redo, undo } from '@tiptap/y-tiptap';
import * as commands from './commands';
import { openLinkAtCaret } from './openLink';
import { phoneKeys } from './phoneKeys';

const leaving = new PluginKey<boolean>('tabLeaves');

/** In a list Tab indents. After Escape the next Tab leaves the editor instead, as WCAG 2.1.2 requires. */
const unlessLeaving =
  (command: Command): Command =>
  (state, dispatch, view) =>
    !leaving.getState(state) && command(state, dispatch, view);

const letTabLeave: Command = (state, dispatch) => {
  dispatch?.(state.tr.setMeta(leaving, true));
  // Not handled, so that Escape also reaches a dialog or panel around the editor.
  return false;
};

function leavePlugin(): Plugin<boolean> {
  return new Plugin<boolean>({
    key: leaving,
    state: {
      init: () => false,
      apply: (tr, value) => (tr.getMeta(leaving) as boolean | undefined) ?? (value && !tr.docChanged),
    },
    props: {
      handleDOMEvents: {
        blur: (view) => {
          if (leaving.getState(view.state)) view.dispatch(view.state.tr.setMeta(leaving, false));
          return false;
        },
      },
    },
  });
}

interface KeyOptions {
  openLinkDialog: () => void;
  openHelp: () => void;
  leaveForToolbar: () => void;
}

const handled =
  (act: () => void): Command =>
  () => {
    act();
    return true;
  };

/** The usual keys of other editors. `Mod` is Ctrl, on Apple devices Cmd. */
function bindings({ openLinkDialog, openHelp, leaveForToolbar }: KeyOptions): Record<string, Command> {
  return {
    Enter: commands.splitBlock,
    'Shift-Enter': commands.insertHardBreak,
    'Mod-Enter': commands.insertHardBreak,
    Backspace: commands.backspace,
    'Mod-Backspace': commands.backspace,
    'Shift-Backspace': commands.backspace,
    'Alt-Backspace': commands.backspace,
    Delete: commands.deleteForward,
    'Mod-Delete': commands.deleteForward,
    'Alt-Delete': commands.deleteForward,
    Tab: unlessLeaving(commands.indent),
    'Shift-Tab': unlessLeaving(commands.outdent),
    Escape: letTabLeave,
    'Mod-a': selectAll,
    'Mod-b': commands.toggleMarkNamed('bold'),
    'Mod-i': commands.toggleMarkNamed('italic'),
    'Mod-k': handled(openLinkDialog),
    'Alt-Enter': openLinkAtCaret,
    'Mod-/': handled(openHelp),
    'Alt-F10': handled(leaveForToolbar),
    'Mod-Alt-0': commands.setKind('paragraph'),
    'Mod-Alt-1': commands.toggleHeading(1),
    'Mod-Alt-2': commands.toggleHeading(2),
    'Mod-Alt-3': commands.toggleHeading(3),
    'Mod-Shift-7': commands.toggleList('ordered'),
    'Mod-Shift-8': commands.toggleList('bullet'),
    'Alt-ArrowUp': commands.moveBlock(-1),
    'Alt-ArrowDown': commands.moveBlock(1),
    'Mod-z': undo,
    'Mod-y': redo,
    'Mod-Shift-z': redo,
  };
}

export const Keys = Extension.create<KeyOptions>({
  name: 'keys',
  addOptions: () => ({
    openLinkDialog: () => undefined,
    openHelp: () => undefined,
    leaveForToolbar: () => undefined,
  }),
  addProseMirrorPlugins() {
    return [keymap(bindings(this.options)), phoneKeys(), leavePlugin()];
  },
});
