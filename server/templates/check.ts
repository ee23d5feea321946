/**
 * Checks a template before it is saved, so that what is wrong with it is known at a table and not on air: what it
 * quotes, what it can do, how long it gets, and its picture. Every refusal names the field and what to do.
 */
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { isCorrection } from "#shared/corrections.ts";
import { Refusal } from "#shared/errors.ts";
import { type Locale, locales } from "#shared/locales.ts";
import type { Media } from "#shared/media.ts";
import { medalColours, type Moment } from "#shared/moments.ts";
import { measure, networkName, type NetworkName, networks } from "#shared/networks.ts";
import { render, variantFor } from "#shared/render.ts";
import type { Tx } from "../db/changes.ts";
import { faultOf } from "./quotes.ts";
import { type Draft, saveTemplate } from "./save.ts";
import { around, said, trialsFor } from "./trials.ts";

/** Looks up a picture of a campaign; null when it has no such picture. */
export type FindPicture = (tx: Tx, campaignId: string, id: string) => Promise<Media | null>;

/** Refuses `badTemplate` with `field`, `message` and, where a text is at fault, its `line`; nothing is then saved. */
export async function saveChecked(
  findPicture: FindPicture,
  tx: Tx,
  campaignId: string,
  draft: CommandInput<"template.save">,
): Promise<{ output: CommandOutput<"template.save">; changes: NewChange[] }> {
  checkNames(draft);
  checkFits(draft);
  checkTexts(draft);
  checkLanguages(draft);
  checkRenderings(draft);
  await checkPicture(findPicture, tx, campaignId, draft);
  const change = await saveTemplate(tx, campaignId, draft);
  return { output: { template: change.data.template }, changes: [change] };
}

function refuse(field: string, message: string, more: object = {}): never {
  throw new Refusal("badTemplate", { field, message: `${field}: ${message}`, ...more });
}

function checkNames({ slug, name }: Draft): void {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) || slug.length > 80)
    refuse("slug", "small letters, digits and single hyphens, 80 at most, as in gold-first-ever");
  for (const locale of locales) {
    const { length } = name[locale].trim();
    if (length === 0 || length > 120) refuse(`name.${locale}`, "a name of 1 to 120 characters");
  }
}

function checkFits({ fits }: Draft): void {
  if (fits.medals?.length === 0)
    refuse("fits.medals", "no medal at all fits nothing: name some, or null for any");
  if (fits.medals && !fits.kinds.some((kind) => kind === "medal"))
    refuse("fits.medals", "only moments of the kind medal have one: add it to fits.kinds");
}

/** Controls, and marks that turn the direction of what follows: they would make a text read unlike it is written. */
const hidden = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

function checkTexts({ variants }: Draft): void {
  for (const [index, { locale, network, text }] of variants.entries()) {
    const field = `variants.${index}`;
    const first = variants.findIndex((each) => each.locale === locale && each.network === network);
    if (first !== index)
      refuse(field, `variants.${first} is for the same language and network: keep one of them`);
    if (hidden.test(text))
      refuse(`${field}.text`, "it has control characters that nobody sees: remove them");
    const fault = faultOf(text);
    if (fault)
      refuse(`${field}.text`, `line ${fault.line}: ${fault.message}`, { line: fault.line });
  }
}

function checkLanguages(draft: Draft): void {
  for (const locale of locales) {
    const silent = networkNames.filter((network) => !variantFor(draft, locale, network));
    if (silent.length === 0) continue;
    const where = silent.map((network) => networks[network].name).join(", ");
    refuse(
      "variants",
      `nothing in ${languages[locale]} for ${where}: add a wording for every network (network: null)`,
    );
  }
}

const networkNames = networkName.options;
const languages: Record<Locale, string> = { fr: "French", en: "English" };

/** Every wording, for everyone it may be about, on every network it is for. */
function checkRenderings(draft: Draft): void {
  const medals =
    draft.fits.medals ?? (draft.fits.kinds.includes("medal") ? medalColours : ["gold"]);
  for (const { about, moment } of trialsFor([...new Set(medals)])) {
    for (const locale of locales)
      for (const network of networkNames) checkRendering(draft, { about, moment, locale, network });
  }
}

type Setting = { about: string; moment: Moment; locale: Locale; network: NetworkName };

function checkRendering(draft: Draft, { about, moment, locale, network }: Setting): void {
  const index = draft.variants.findIndex((each) => each === variantFor(draft, locale, network));
  const field = `variants.${index}.text`;
  const rendered = render(
    draft,
    moment,
    locale,
    network,
    isCorrection(draft) ? { ...around, said } : around,
  );
  if (!rendered.ok) {
    const [missing] = rendered.missing;
    refuse(
      field,
      missing
        ? `${about} has no ${missing}: say it another way, under {% if %}`
        : `for ${about}: ${rendered.problem}`,
    );
  }
  if (rendered.text === "") refuse(field, `for ${about} it says nothing`);
  const size = measure(network, rendered.text);
  if (!size.fits)
    refuse(
      field,
      `too long for ${networks[network].name}: for ${about}, even with short names, ${size.length} of ${size.maxLength}`,
      { length: size.length, maxLength: size.maxLength, unit: size.unit },
    );
}

async function checkPicture(
  findPicture: FindPicture,
  tx: Tx,
  campaignId: string,
  { image }: Draft,
): Promise<void> {
  if (!image) return;
  const found = await findPicture(tx, campaignId, image.mediaId);
  if (!found)
    refuse("image.mediaId", "there is no such picture: upload it first (POST /api/media)");
  for (const side of ["width", "height"] as const) {
    if (image[side] !== found[side])
      refuse(`image.${side}`, `the picture is ${found.width} × ${found.height} pixels`);
  }
  for (const locale of locales) {
    if (image.alt[locale].trim() === "")
      refuse(`image.alt.${locale}`, "say what the picture shows, for those who cannot see it");
  }
}
