import { Button, Select } from '@digdir/designsystemet-react';
import { ArrowRedoIcon, ArrowUndoIcon, BulletListIcon, LinkIcon, NumberListIcon } from '@navikt/aksel-icons';
import type { Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';
import { redo, undo } from '@tiptap/y-tiptap';
import { memo, type ReactNode, type RefObject } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { usePageMark } from '../../../ui/pageMark';
import type { SuggestingSwitch } from '../editorProps';
import { indent, outdent, setKind, toggleList, toggleMarkNamed } from '../input/commands';
import type { HeadingLevel } from '../schema/block';
import { IndentIcon, OutdentIcon } from './icons';
import { readableKeys } from './readableKeys';
import { type EditorStateView, useEditorState } from './useEditorState';
import { useRovingFocus } from './useRovingFocus';

interface ToolbarProps {
  editor: Editor;
  controls: string;
  toolbarRef: RefObject<HTMLDivElement | null>;
  onLink: (editor: Editor) => void;
  /** Whether what is done changes the text: then it has all the tools. */
  plain: boolean;
  suggesting?: SuggestingSwitch | undefined;
}

interface Tool {
  name: string;
  keys?: string;
  icon: ReactNode;
  run: Command | null;
  pressed?: boolean;
  available?: boolean;
}

const glyph = (letter: string, style: string) => (
  <span className={`toolbar__glyph toolbar__glyph--${style}`} aria-hidden="true">
    {letter}
  </span>
);

function markTools(on: EditorStateView, letters: { bold: string; italic: string }): Tool[] {
  return [
    {
      name: 'bold',
      keys: 'Mod+B',
      icon: glyph(letters.bold, 'bold'),
      run: toggleMarkNamed('bold'),
      pressed: on.bold,
    },
    {
      name: 'italic',
      keys: 'Mod+I',
      icon: glyph(letters.italic, 'italic'),
      run: toggleMarkNamed('italic'),
      pressed: on.italic,
    },
    { name: 'link', keys: 'Mod+K', icon: <LinkIcon aria-hidden="true" />, run: null, pressed: on.link },
  ];
}

function listTools({ kind, inList }: EditorStateView): Tool[] {
  return [
    {
      name: 'bullet',
      keys: 'Mod+Shift+8',
      icon: <BulletListIcon aria-hidden="true" />,
      run: toggleList('bullet'),
      pressed: kind === 'bullet',
    },
    {
      name: 'ordered',
      keys: 'Mod+Shift+7',
      icon: <NumberListIcon aria-hidden="true" />,
      run: toggleList('ordered'),
      pressed: kind === 'ordered',
    },
    { name: 'outdent', keys: 'Shift+Tab', icon: <OutdentIcon />, run: outdent, available: inList },
    { name: 'indent', keys: 'Tab', icon: <IndentIcon />, run: indent, available: inList },
  ];
}

function historyTools({ canUndo, canRedo }: EditorStateView): Tool[] {
  return [
    {
      name: 'undo',
      keys: 'Mod+Z',
      icon: <ArrowUndoIcon aria-hidden="true" />,
      run: undo,
      available: canUndo,
    },
    {
      name: 'redo',
      keys: 'Mod+Y',
      icon: <ArrowRedoIcon aria-hidden="true" />,
      run: redo,
      available: canRedo,
    },
  ];
}

/** The formatting toolbar. One tab stop; arrow keys move between the tools. Saving a letter does not render it. */
export const Toolbar = memo(function Toolbar({
  editor,
  controls,
  toolbarRef,
  onLink,
  plain: writes,
  suggesting,
}: ToolbarProps) {
  const { t } = useTranslation('editor');
  const on = useEditorState(editor);
  usePageMark('toolbar');
  const roving = useRovingFocus(toolbarRef, () => editor.view.focus());
  const run = (command: Command | null) => {
    if (command === null) return onLink(editor);
    editor.view.focus();
    command(editor.state, editor.view.dispatch, editor.view);
  };
  const letters = { bold: t('toolbar.boldLetter'), italic: t('toolbar.italicLetter') };
  return (
    <div
      className="toolbar"
      role="toolbar"
      ref={toolbarRef}
      aria-label={t('toolbar.label')}
      aria-controls={controls}
      onKeyDown={roving.onKeyDown}
      onFocus={roving.onFocus}
    >
      {writes && (
        <>
          <KindSelect on={on} run={run} />
          {[markTools(on, letters), listTools(on), historyTools(on)].map((group) => (
            <div className="toolbar__group" key={group[0]?.name}>
              {group.map((tool) => (
                <ToolButton key={tool.name} tool={tool} onRun={run} />
              ))}
            </div>
          ))}
        </>
      )}
      {suggesting && <SuggestingButton suggesting={suggesting} onText={() => editor.view.focus()} />}
    </div>
  );
});

/** What is written becomes suggestions while it is pressed. */
function SuggestingButton({ suggesting, onText }: { suggesting: SuggestingSwitch; onText: () => void }) {
  const { t } = useTranslation('editor');
  const { on, onSwitch } = suggesting;
  return (
    <Button
      variant="tertiary"
      data-size="sm"
      className="toolbar__tool toolbar__suggest"
      tabIndex={-1}
      title={t('toolbar.suggestHint')}
      aria-pressed={on}
      onClick={() => {
        onSwitch(!on);
        // Once it can be written in.
        if (!on) requestAnimationFrame(onText);
      }}
    >
      {t('toolbar.suggest')}
    </Button>
  );
}

function ToolButton({ tool, onRun }: { tool: Tool; onRun: (command: Command | null) => void }) {
  const { t } = useTranslation('editor');
  const { name, keys, icon, run, pressed, available = true } = tool;
  const label = t(`toolbar.${name}`);
  return (
    <Button
      variant="tertiary"
      data-size="sm"
      data-color="neutral"
      icon
      className="toolbar__tool"
      tabIndex={-1}
      aria-label={label}
      title={keys ? `${label} (${readableKeys(keys)})` : label}
      aria-pressed={pressed}
      aria-disabled={!available}
      // Keeps the selection, and the on-screen keyboard of a phone.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => available && onRun(run)}
    >
      {icon}
    </Button>
  );
}

const KIND_COMMANDS: Record<string, Command> = {
  paragraph: setKind('paragraph'),
  ...Object.fromEntries(
    ([1, 2, 3] as HeadingLevel[]).map((level) => [`heading${level}`, setKind('heading', level)]),
  ),
};

function KindSelect({ on, run }: { on: EditorStateView; run: (command: Command) => void }) {
  const { t } = useTranslation('editor');
  const value = on.kind === 'heading' ? `heading${on.level}` : 'paragraph';
  return (
    <Select
      className="toolbar__kind"
      data-size="sm"
      tabIndex={-1}
      aria-label={t('toolbar.kind')}
      value={value}
      onChange={(event) => {
        const command = KIND_COMMANDS[event.target.value];
        if (command) run(command);
      }}
    >
      {Object.keys(KIND_COMMANDS).map((name) => (
        <Select.Option key={name} value={name}>
          {t(`toolbar.${name}`)}
        </Select.Option>
      ))}
    </Select>
  );
}
