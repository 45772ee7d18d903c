import { createContext, useContext, useEffect, useState } from 'react';
import { StateCell } from '../../state/stateCell';
import { useCell } from '../../state/useCell';
import { type Written, WrittenForm } from './writtenForm';

export interface Unsent extends Written {
  id: number;
}

interface Kept {
  /** Oldest first. */
  left: readonly Unsent[];
  /** The places that are on the page. */
  places: readonly string[];
  /** Those in which somebody is writing. */
  written: readonly string[];
}

interface Writing {
  about: string;
  words: string;
  answers?: boolean;
  touched?: boolean;
}

/** What was left unsent by forms that others made go from the page, until its writer closes it. */
export class UnsentWords {
  readonly cell = new StateCell<Kept>({ left: [], places: [], written: [] });
  private readonly at = new Map<WrittenForm, string>();
  private last = 0;

  readonly leave = (written: Written): void => {
    this.last += 1;
    this.cell.change({ left: [...this.cell.read().left, { ...written, id: this.last }] });
  };

  readonly look = (form: WrittenForm): void => {
    const place = form.writtenAt;
    if ((this.at.get(form) ?? null) === place) return;
    if (place === null) this.at.delete(form);
    else this.at.set(form, place);
    this.cell.change({ written: [...this.at.values()] });
  };

  close(id: number): void {
    this.cell.change({ left: this.cell.read().left.filter((each) => each.id !== id) });
  }

  /** `place` is on the page, until what is returned is called. */
  stand(place: string): () => void {
    this.cell.change({ places: [...this.cell.read().places, place] });
    return () => this.cell.change({ places: this.cell.read().places.filter((each) => each !== place) });
  }
}

interface Around {
  unsent: UnsentWords;
  at: string;
}

/** The page around a form that keeps what is left, and the place there; null where nothing is kept. */
export const AroundForm = createContext<Around | null>(null);

/** For a form that others may make go from the page: keeps `words` on it, to be copied. The functions stay the same. */
export function useUnsent({ about, words, answers = false, touched = words !== '' }: Writing): WrittenForm {
  const around = useContext(AroundForm);
  const [form] = useState(
    () =>
      new WrittenForm(
        (written) => around?.unsent.leave(written),
        (changed) => around?.unsent.look(changed),
      ),
  );
  const at = around?.at ?? '';
  useEffect(
    () => form.write({ at, about, answers, words, touched }),
    [form, at, about, answers, words, touched],
  );
  useEffect(() => {
    form.come();
    return () => form.go();
  }, [form]);
  return form;
}

const NOWHERE = new UnsentWords();

/** The places of the page in which somebody is writing, each as often as there are forms. */
export function useWrittenPlaces(): readonly string[] {
  return useCell((useContext(AroundForm)?.unsent ?? NOWHERE).cell).written;
}
