import { folded } from '@keneyapp/clinical';
import { hasSubstance, isOfAtc, type Drug } from '../../case/drug.ts';
import type { Finding } from '../../findings.ts';
import type { Rule } from '../rule.ts';
import { never } from './never.ts';

/** Never event 4: intrathecal instead of intravenous, and into a vein what is to be swallowed. */
export const wrongRouteRule: Rule = ({ drafts }) =>
  drafts.flatMap((drug) => {
    if (drug.routes.length === 0) return isVinca(drug) && !isOral(drug) ? vinca(drug) : [];
    // one step by a wrong way is enough
    return drug.routes.map((route) => judged(drug, route)).find((found) => found !== null) ?? [];
  });

const injected = ['intravenous', 'intramuscular', 'subcutaneous', 'intradermal', 'intrathecal'];
/** Of the cytotoxics, the summaries of these alone allow the intrathecal route. */
const intrathecal = ['methotrexate', 'cytarabine', 'thiotepa'];

function judged(drug: Drug, route: string): Finding | null {
  if (isVinca(drug) && route !== 'intravenous' && !(route === 'oral' && isOral(drug))) return vinca(drug);
  if (route === 'intrathecal' && isOfAtc(drug, 'L01') && !hasSubstance(drug, ...intrathecal))
    return wrong(drug, 'never.intrathecal', {
      fr: `${drug.name} par voie intrathécale`,
      en: `${drug.name} by the intrathecal route`,
    });
  if (injected.includes(route) && isSwallowed(drug))
    return wrong(drug, 'never.oral-form-injected', {
      fr: `${drug.name} : une forme orale ne s’injecte pas`,
      en: `${drug.name}: a form to be swallowed is not injected`,
    });
  return null;
}

const isVinca = (drug: Drug): boolean =>
  isOfAtc(drug, 'L01CA') || hasSubstance(drug, 'vincristine', 'vinblastine', 'vindesine', 'vinorelbine');
/** Vinorelbine alone is taken by mouth too. */
const isOral = (drug: Drug): boolean => isOfAtc(drug, 'L01CA04') || hasSubstance(drug, 'vinorelbine');

const vinca = (drug: Drug): Finding =>
  wrong(drug, 'never.vinca-route', {
    fr: `${drug.name} : voie intraveineuse seule, mortel par une autre voie`,
    en: `${drug.name}: into a vein alone, fatal by any other route`,
  });

/** By the form that a product's name carries in the national base: `…, solution buvable`. */
const isSwallowed = ({ name }: Drug): boolean =>
  /,.*(comprime|gelule|sirop|buvable|sachet|capsule molle)/.test(folded(name)) &&
  !/injectable/.test(folded(name));

const wrong = (drug: Drug, rule: string, summary: { fr: string; en: string }): Finding =>
  never(drug, {
    rule,
    summary,
    detail: {
      fr: 'Erreur de voie d’administration : corriger la voie ou le médicament.',
      en: 'Wrong route: correct the route or the drug.',
    },
  });
