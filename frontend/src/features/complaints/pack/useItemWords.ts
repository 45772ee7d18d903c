import type { EvidenceItem } from '../../../domain/openapi';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';

export interface ItemWords {
  title: string;
  lines: string[];
}

/** A thing that is attached, in words: the same on the screen and on paper. */
export function useItemWords(): (item: Omit<EvidenceItem, 'key'>) => ItemWords {
  const { t, i18n } = useTranslation('complaints');
  const spoken = (day: unknown) => (day ? dayInFull(String(day), i18n.language) : '');
  const period = (item: Omit<EvidenceItem, 'key'>) =>
    item.values.end
      ? t('items.until', { day: spoken(item.day), end: spoken(item.values.end) })
      : t('items.from', { day: spoken(item.day) });
  const fileOf = (digest: string) => t('items.file', { digest });
  return (item) => {
    const { kind, values } = item;
    const text = (name: string) => String(values[name] ?? '');
    const count = Number(values.days ?? 0);
    switch (kind) {
      case 'plan': {
        const lines = [text('valid') ? t('items.valid', { day: spoken(values.valid) }) : t('items.notValid')];
        if (text('next')) lines.push(t('items.next', { day: spoken(values.next) }));
        if (count > 0) lines.push(t('items.overdue', { count }));
        return {
          title: t('items.plan', { day: spoken(item.day) }),
          lines: [...lines, text('text')].filter(Boolean),
        };
      }
      case 'report':
        return { title: t('items.report'), lines: [spoken(item.day), text('reason')] };
      case 'decision': {
        const thing = t(`items.things.${text('thing')}`);
        const outcome = t(`items.outcomes.${text('outcome')}`);
        return { title: t('items.decision', { thing, outcome }), lines: [spoken(item.day), text('text')] };
      }
      case 'coordinator': {
        const who = { name: text('name'), workplace: text('workplace') };
        return { title: t('items.coordinator', who), lines: [period(item)] };
      }
      case 'vacancy':
        return { title: t('items.vacancy', { count }), lines: [period(item)] };
      case 'measure': {
        const lines = [t('items.promised', { day: spoken(item.day) })];
        if (text('organisation')) lines.push(t('items.responsible', { name: text('organisation') }));
        return { title: t('items.measure', { count, title: text('title') }), lines };
      }
      case 'note':
        return { title: text('title'), lines: [text('text')] };
      case 'paper':
        return { title: text('title'), lines: [t('items.paper'), fileOf(text('digest'))] };
      case 'mandate':
        return { title: text('title'), lines: [t('items.mandate'), fileOf(text('digest'))] };
      case 'consent':
        return { title: `${t('items.consent')}, ${spoken(item.day)}`, lines: [text('text')] };
    }
  };
}
