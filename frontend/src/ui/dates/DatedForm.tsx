import {
  createContext,
  type ReactNode,
  type SyntheticEvent,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';

type Leave = () => void;

interface Form {
  boxes: Set<Leave>;
  /** Whether somebody has tried to send it: then a box that may not be empty says so. */
  asked: boolean;
}

const DatedFormContext = createContext<Form | null>(null);

/** What a press reaches and does not send the days of its form: a button that gives up, or a part that is kept apart. */
const SENDS_NOTHING = '.date-box, [data-anyway]';

/** A box whose day cannot be sent: what stands in it is no day, or not one that the form takes. */
const NOT_SENT = '[data-unwritten], [data-refused]';

/**
 * Around whatever is sent with a `DateBox` in it, as a form or by buttons. While a box in it holds no day that can be
 * sent, what would send does nothing: that box has the focus, and its sentence is heard. A day that is written in full, and not left yet,
 * is sent as it stands. In a `<form>` what submits it sends; elsewhere every button does that is not in `data-anyway`.
 */
export function DatedForm({ children }: { children: ReactNode }) {
  const [boxes] = useState(() => new Set<Leave>());
  const refused = useRef(0);
  const [said, say] = useState({ words: '', turn: 0 });
  const [asked, ask] = useState(false);
  const form = useMemo(() => ({ boxes, asked }), [boxes, asked]);
  const guard = (event: SyntheticEvent<HTMLElement>, pressed: Element | null) => {
    if (!pressed || !sends(pressed)) return;
    // Rendered at once: what the press reaches next sends the day that stands in the box by then.
    for (const leave of [...boxes]) flushSync(leave);
    const wrong = event.currentTarget.querySelector<HTMLElement>(NOT_SENT);
    if (!wrong) {
      say({ words: '', turn: refused.current });
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    // Its sentence stands there before it is read.
    flushSync(() => ask(true));
    // Whoever is in the box already is not read its description anew.
    const there = wrong.contains(document.activeElement);
    refused.current += 1;
    say({ words: there ? sentenceOf(wrong) : '', turn: refused.current });
    focusIn(wrong);
  };
  return (
    <DatedFormContext value={form}>
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
    </DatedFormContext>
  );
}

/** For a box: the form around it makes it give its day before that is sent. Null where there is no such form. */
export function useDatedForm(leave: Leave): Form | null {
  const form = useContext(DatedFormContext);
  const boxes = form?.boxes;
  useEffect(() => {
    boxes?.add(leave);
    return () => void boxes?.delete(leave);
  }, [boxes, leave]);
  return form;
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
