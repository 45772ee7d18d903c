import {
  createContext,
  type ReactNode,
  type SyntheticEvent,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';

type Leave = () => void;

const Boxes = createContext<Set<Leave> | null>(null);

/** What a press reaches and does not send the days of its form: a button that gives up, or a part that is kept apart. */
const SENDS_NOTHING = '.date-box, [data-anyway]';

/**
 * Around whatever is sent with a `DateBox` in it, as a form or by buttons. While a box in it holds no day, what would
 * send does nothing: that box has the focus, and its sentence is heard. A day that is written in full, and not left yet,
 * is sent as it stands. In a `<form>` what submits it sends; elsewhere every button does that is not in `data-anyway`.
 */
export function DatedForm({ children }: { children: ReactNode }) {
  const [boxes] = useState(() => new Set<Leave>());
  const refused = useRef(0);
  const [said, say] = useState({ words: '', turn: 0 });
  const guard = (event: SyntheticEvent<HTMLElement>, pressed: Element | null) => {
    if (!pressed || !sends(pressed)) return;
    // Rendered at once: what the press reaches next sends the day that stands in the box by then.
    for (const leave of [...boxes]) flushSync(leave);
    const unwritten = event.currentTarget.querySelector<HTMLElement>('[data-unwritten]');
    if (!unwritten) {
      say({ words: '', turn: refused.current });
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    // Whoever is in the box already is not read its description anew.
    const there = unwritten.contains(document.activeElement);
    refused.current += 1;
    say({ words: there ? sentenceOf(unwritten) : '', turn: refused.current });
    focusIn(unwritten);
  };
  return (
    <Boxes value={boxes}>
      <div
        className="dated-form"
        onClickCapture={(event) => guard(event, (event.target as Element).closest('button'))}
        onSubmitCapture={(event) => guard(event, event.target as Element)}
        role="presentation"
      >
        {children}
        {said.words && (
          <p className="visually-hidden" key={said.turn} role="alert">
            {said.words}
          </p>
        )}
      </div>
    </Boxes>
  );
}

/** For a box: the form around it makes it give its day before that is sent. False where there is no such form. */
export function useDatedForm(leave: Leave): boolean {
  const boxes = useContext(Boxes);
  useEffect(() => {
    boxes?.add(leave);
    return () => void boxes?.delete(leave);
  }, [boxes, leave]);
  return boxes !== null;
}

function sends(pressed: Element): boolean {
  if (pressed.closest(SENDS_NOTHING)) return false;
  return !(pressed instanceof HTMLButtonElement) || pressed.form === null || pressed.type === 'submit';
}

function sentenceOf(box: HTMLElement): string {
  return box.querySelector('[id$="-wrong"]')?.textContent ?? '';
}

/** Also where somebody has folded what it stands in. */
function focusIn(box: HTMLElement): void {
  for (let fold = box.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) {
    fold.open = true;
  }
  box.querySelector('input')?.focus();
}
