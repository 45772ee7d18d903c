import { Dialog, Heading } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { readableKeys } from './readableKeys';

/** What each does, by the name of its words, and its keys. */
const SHORTCUTS: [name: string, keys: string][] = [
  ['toolbar.bold', 'Mod+B'],
  ['toolbar.italic', 'Mod+I'],
  ['toolbar.link', 'Mod+K'],
  ['keys.openLink', 'Alt+Enter'],
  ['toolbar.heading1', 'Mod+Alt+1'],
  ['toolbar.heading2', 'Mod+Alt+2'],
  ['toolbar.heading3', 'Mod+Alt+3'],
  ['toolbar.paragraph', 'Mod+Alt+0'],
  ['toolbar.bullet', 'Mod+Shift+8'],
  ['toolbar.ordered', 'Mod+Shift+7'],
  ['toolbar.indent', 'Tab'],
  ['toolbar.outdent', 'Shift+Tab'],
  ['keys.lineBreak', 'Shift+Enter'],
  ['keys.move', 'Alt+↑ ↓'],
  ['keys.comment', 'Mod+Alt+M'],
  ['toolbar.undo', 'Mod+Z'],
  ['toolbar.redo', 'Mod+Y'],
  ['keys.plainPaste', 'Mod+Shift+V'],
  ['keys.toToolbar', 'Alt+F10'],
  ['keys.leave', 'Escape, Tab'],
  ['keys.help', 'Mod+/'],
];

/** The keys that work in a text. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('editor');
  const heading = useId();
  return (
    <Dialog
      aria-labelledby={heading}
      className="keyboard-help"
      closeButton={t('keys.close')}
      closedby="any"
      onClose={onClose}
      open
    >
      <Heading data-size="xs" id={heading} level={2}>
        {t('keys.title')}
      </Heading>
      <dl className="keyboard-help__list">
        {SHORTCUTS.map(([name, keys]) => (
          <div className="keyboard-help__row" key={name}>
            <dt>{t(name)}</dt>
            <dd>
              <kbd>{readableKeys(keys)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
