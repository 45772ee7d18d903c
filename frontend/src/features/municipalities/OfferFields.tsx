import { Button } from '@digdir/designsystemet-react';
import { PlusIcon, TrashIcon } from '@navikt/aksel-icons';
import { useRef } from 'react';
import type { MunicipalitySettings, Offer } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { change } from './draft';
import { SettingsField } from './SettingsField';

/** As many as the server takes. */
const MOST = 40;
const words = { nb: '', nn: '', en: '' };
const NEW: Offer = { title: words, text: words, phone: '' };

interface OfferFieldsProps {
  settings: MunicipalitySettings;
  refused: ReadonlySet<string>;
}

/** What the municipality offers, as its public page lists it. */
export function OfferFields({ settings, refused }: OfferFieldsProps) {
  const { t } = useTranslation('municipalities');
  const add = useRef<HTMLButtonElement>(null);
  const { offers } = settings;
  const remove = (at: number) => {
    change({ offers: offers.filter((_, other) => other !== at) });
    add.current?.focus();
  };
  const set = (at: number, offer: Offer) =>
    change({ offers: offers.map((other, place) => (place === at ? offer : other)) });
  return (
    <section className="settings">
      <h2 className="section-heading">{t('offers.title')}</h2>
      <p className="quiet">{t('offers.text')}</p>
      {offers.map((offer, at) => (
        <OfferCard
          at={at}
          // biome-ignore lint/suspicious/noArrayIndexKey: an offer has nothing else that stays the same.
          key={at}
          offer={offer}
          onChange={(changed) => set(at, changed)}
          onRemove={() => remove(at)}
          refused={refused}
        />
      ))}
      <Button
        disabled={offers.length >= MOST}
        onClick={() => change({ offers: [...offers, NEW] })}
        ref={add}
        variant="secondary"
      >
        <PlusIcon aria-hidden /> {t('offers.add')}
      </Button>
    </section>
  );
}

function OfferCard(props: {
  offer: Offer;
  at: number;
  refused: ReadonlySet<string>;
  onChange: (offer: Offer) => void;
  onRemove: () => void;
}) {
  const { offer, at, refused, onChange, onRemove } = props;
  const { t } = useTranslation('municipalities');
  const name = offer.title.nb || t('offers.unnamed');
  return (
    <fieldset className="settings__offer">
      <legend>{t('offers.legend', { number: at + 1, name })}</legend>
      <div className="settings__pair">
        <SettingsField
          label={t('offers.name')}
          onChange={(nb) => onChange({ ...offer, title: { ...offer.title, nb } })}
          refused={refused.has(`offers[${at}].title.nb`)}
          value={offer.title.nb}
        />
        <SettingsField
          label={t('offers.nameEnglish')}
          lang="en"
          onChange={(en) => onChange({ ...offer, title: { ...offer.title, en } })}
          refused={refused.has(`offers[${at}].title.en`)}
          value={offer.title.en}
        />
        <SettingsField
          label={t('offers.description')}
          lines={4}
          onChange={(nb) => onChange({ ...offer, text: { ...offer.text, nb } })}
          refused={refused.has(`offers[${at}].text.nb`)}
          value={offer.text.nb}
        />
        <SettingsField
          label={t('offers.descriptionEnglish')}
          lang="en"
          lines={4}
          onChange={(en) => onChange({ ...offer, text: { ...offer.text, en } })}
          refused={refused.has(`offers[${at}].text.en`)}
          value={offer.text.en}
        />
        <SettingsField
          label={t('offers.phone')}
          onChange={(phone) => onChange({ ...offer, phone })}
          refused={refused.has(`offers[${at}].phone`)}
          type="tel"
          value={offer.phone}
        />
      </div>
      <Button data-color="danger" onClick={onRemove} variant="tertiary">
        <TrashIcon aria-hidden /> {t('offers.remove', { name })}
      </Button>
    </fieldset>
  );
}
