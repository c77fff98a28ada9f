import { emptyStep, type Dose, type Regimen, type RegimenStep } from '../prescribing/regimen.ts';
import { partOf, type Element, type Of } from './elements.ts';
import type { LineText } from './line-text.ts';
import { isADay, judgeTiming, newStep, type Amount, type StepSaid } from './judge-timing.ts';
import { andHalf } from './numbers.ts';
import type { Candidate, DrugReading, LineErrorCode, Span } from './reading.ts';
import { unquoted } from './test-line.ts';

/** Puts together what the line says of one drug. */
export class DrugLine {
  private drug: (Span & { candidate: Candidate | null }) | null = null;
  private readonly regimen: Regimen = {
    route: null,
    steps: [],
    asNeeded: null,
    additives: [],
    instruction: '',
  };
  private readonly steps: StepSaid[] = [];
  private gap: Of<'gap'> | null = null;
  private max: Of<'max'> | null = null;
  private isContinuous = false;
  private isOneTake = false;
  /** A plus was said: what follows goes into the bag. */
  private additive: { text: string; dose: Dose | null } | null = null;
  private afterPlus: Span | null = null;

  private readonly text: LineText;
  private readonly elements: readonly Element[];

  constructor(text: LineText, elements: readonly Element[]) {
    this.text = text;
    this.elements = elements;
  }

  read(): DrugReading | null {
    const { text, elements } = this;
    this.steps.push(newStep({ start: 0, end: 0 }));
    const routes = elements.filter((one) => one.is === 'route');
    this.isContinuous = routes.some(({ note }) => ['seringue électrique', 'en continu'].includes(note));
    this.isOneTake = routes.some(
      ({ route, note }) =>
        ['subcutaneous', 'intramuscular'].includes(route) || ['IV lente', 'IV directe'].includes(note),
    );
    let before: Element | undefined;
    for (const element of elements) {
      this.readElement(element, before);
      if (element.is !== 'filler') before = element;
      const isThere = !['filler', 'wrong', 'plus', 'then'].includes(element.is);
      if (isThere) text.fields.push({ start: element.start, end: element.end, part: partOf(element) });
    }
    if (this.afterPlus) text.fail('missing-dose', this.afterPlus);
    let strength: Dose | null = null;
    for (const [i, said] of this.steps.entries()) {
      const [step, found] = this.judge(said, i);
      const before = this.regimen.steps.at(-1);
      // a step that says no rhythm keeps the one before it
      this.regimen.steps.push(before && step.timing === null ? { ...step, timing: before.timing } : step);
      strength ??= found;
    }
    this.judgeAsNeeded();
    // only a bag has something added to it; else it is another order
    const hasVolume = this.steps[0]?.amounts.some(({ dose: { unit } }) => unit === 'L' || unit === 'mL');
    for (const one of hasVolume ? [] : elements) if (one.is === 'plus') this.fail('two-drugs', one);
    return this.drug?.candidate
      ? { kind: 'drug', drug: this.drug.candidate, strength, regimen: this.regimen }
      : null;
  }

  private get step(): StepSaid {
    return this.steps.at(-1) ?? newStep({ start: 0, end: 0 });
  }
  private fail(code: LineErrorCode, span: Span): void {
    this.text.fail(code, span);
  }

  private readElement(element: Element, before: Element | undefined): void {
    const { step, regimen } = this;
    switch (element.is) {
      case 'filler':
        return;
      case 'name':
        return this.readName(element);
      case 'amount':
        return this.readAmount(element);
      case 'every':
        return this.readEvery(element, before);
      case 'per':
        if (element.unit === 'd' && before?.is === 'amount' && this.runsADay(before)) return;
        if (step.per || before?.is !== 'amount') return this.fail('ambiguous-rhythm', element);
        step.per = element;
        return;
      case 'takes':
        if (element.count === 1) step.isOneTake = true;
        else this.fail('divided-dose', element);
        return;
      case 'times':
        if (step.timing.times || step.timing.once || step.per) return this.fail('two-rhythms', element);
        step.timing.times = {
          count: element.count,
          ...(element.countMax === undefined ? {} : { countMax: element.countMax }),
          per: element.per,
        };
        return;
      case 'count':
        // once a day, or once and no more
        if (element.count < 2 || element.count > 6) return this.fail('ambiguous-rhythm', element);
        if (step.timing.times || step.timing.once || step.per) return this.fail('two-rhythms', element);
        step.timing.times = { count: element.count, per: { value: 1, unit: 'd' } };
        return;
      case 'schema':
        if (step.schema) return this.fail('two-rhythms', element);
        step.schema = element;
        return;
      case 'at':
        if (step.timing.at?.includes(element.at)) return this.fail('two-rhythms', element);
        step.timing.at = [...(step.timing.at ?? []), element.at];
        return;
      case 'clock':
        // 6h alone may be at six, every six hours or for six hours
        if (element.isBare) return this.fail('ambiguous-time', element);
        if (step.timing.clock) return this.fail('two-rhythms', element);
        step.timing.clock = [...element.clock];
        return;
      case 'day':
        step.timing.days = [...(step.timing.days ?? []), element.day];
        return;
      case 'once':
        if (Object.keys(step.timing).length > 0) return this.fail('two-rhythms', element);
        step.timing.once = true;
        return;
      case 'duration':
        if (step.duration) return this.fail('two-durations', element);
        step.duration = { value: element.duration.value, unit: element.duration.unit };
        return;
      case 'over':
        if (step.over) return this.fail('two-durations', element);
        step.over = element.over;
        return;
      case 'route':
        if (regimen.route && (regimen.route !== element.route || element.note === ''))
          return this.fail('two-routes', element);
        regimen.route = element.route;
        this.tell(element.note);
        return;
      case 'instruction':
        return this.tell(element.text ?? unquoted(this.text.textOf(element)));
      case 'condition':
        return this.readCondition(element);
      case 'gap':
        if (this.gap) return this.fail('two-rhythms', element);
        this.gap = element;
        return;
      case 'max':
        if (this.max) return this.fail('two-doses', element);
        this.max = element;
        return;
      case 'plus':
        if (this.afterPlus) this.fail('unknown-word', element);
        this.afterPlus = element;
        return;
      case 'then':
        this.steps.push(newStep(element));
        return;
      case 'half':
        return this.readHalf(element, before);
      case 'wrong':
        return this.text.fail(element.code, element, { instead: element.instead ?? '' });
      default:
        return this.fail('not-for-drugs', element);
    }
  }

  private readName(element: Of<'name'>): void {
    const [candidate, another] = element.drugs;
    if (!candidate) return this.fail('not-for-drugs', element);
    if (another) this.text.fail('ambiguous-drug', element, { candidates: element.drugs });
    if (this.afterPlus && this.drug) {
      this.additive = { text: this.text.textOf(element), dose: null };
      this.regimen.additives.push(this.additive);
    } else if (this.drug) return this.fail('two-drugs', element);
    else this.drug = { start: element.start, end: element.end, candidate: another ? null : candidate };
  }

  private readAmount(element: Of<'amount'>): void {
    if (!this.afterPlus) {
      this.step.amounts.push({ ...element, rate: null });
      return;
    }
    // what a plus adds has a name and one amount
    if (!this.additive || element.isPerKilogram || element.doseMax) this.fail('ambiguous-kind', element);
    else this.additive.dose = element.dose;
    this.additive = null;
    this.afterPlus = null;
  }

  private readEvery(element: Of<'every'>, before: Element | undefined): void {
    const { step } = this;
    const [amount, { every }] = [step.amounts.at(-1), element];
    if (step.timing.every) return this.fail('two-rhythms', element);
    if (element.isSlash && amount && before?.start === amount.start) {
      const per = every.unit === 'min' || every.unit === 'h' ? every.unit : null;
      if (per && (element.isPlain || this.isContinuous || this.isBag(amount))) {
        if (every.valueMax !== undefined || amount.doseMax) return this.fail('ambiguous-rhythm', element);
        amount.rate = { value: every.value, unit: per };
        return;
      }
      // of a hundred millilitres it cannot be told whether they run so long or are given so often
      if (amount.dose.unit === 'mL' && Number(amount.dose.value) >= 100)
        return this.fail('ambiguous-rhythm', element);
    }
    if (element.isPlain) return this.fail('ambiguous-rhythm', element);
    // 900 mg/24 h, or units of heparin, may run all day, or be one take, or several: as 3 g/j
    if (element.isSlash && amount && before?.start === amount.start && isADay(every)) step.aDay = element;
    step.timing.every = every;
  }

  /** Litres a day run; `1 L/j`. */
  private runsADay({ start }: Of<'amount'>): boolean {
    const amount = this.step.amounts.at(-1);
    if (amount?.start !== start || !this.isBag(amount) || amount.doseMax || amount.rate) return false;
    amount.rate = { value: 1, unit: 'd' };
    return true;
  }

  /** Fluid that runs: litres, or millilitres of what is named by its per cent. */
  private isBag({ dose }: Amount): boolean {
    return (
      dose.unit === 'L' ||
      (dose.unit === 'mL' && this.elements.some((one) => one.is === 'amount' && one.dose.unit === '%'))
    );
  }

  private readHalf(element: Of<'half'>, before: Element | undefined): void {
    const amount = this.step.amounts.at(-1);
    const isNext = amount && before?.start === amount.start;
    if (!isNext || !amount.dose.unit.startsWith('{') || !/^\d+$/.test(amount.dose.value) || amount.doseMax)
      return this.fail('missing-unit', element);
    amount.dose = { ...amount.dose, value: andHalf(amount.dose.value) };
  }

  private readCondition(element: Of<'condition'>): void {
    if (this.regimen.asNeeded) return this.fail('two-values', element);
    const condition = element.from === null ? '' : this.text.textOf(element).slice(element.from);
    this.regimen.asNeeded = { condition, interval: null, maxPerDay: null };
  }

  private judgeAsNeeded(): void {
    const { asNeeded } = this.regimen;
    if (asNeeded) {
      asNeeded.interval = this.gap?.gap ?? null;
      asNeeded.maxPerDay = this.max?.max ?? null;
    } else for (const one of [this.gap, this.max]) if (one) this.fail('max-without-as-needed', one);
  }

  private tell(words: string): void {
    this.regimen.instruction = [this.regimen.instruction, words].filter((one) => one !== '').join(', ');
  }

  /** Which amount is the dose and which the strength of the product; how much, how fast, when. */
  private judge(said: StepSaid, index: number): [RegimenStep, Dose | null] {
    let dose: Amount | null = null;
    let strength: Amount | null = null;
    const isStrengthOnly = ({ dose: { unit } }: Amount) => unit === '%' || unit.includes('/');
    const isCounted = ({ dose: { unit } }: Amount) => unit.startsWith('{');
    const count = said.amounts.find(isCounted) ?? (said.schema?.unit ? 'schema' : null);
    for (const amount of said.amounts) {
      const isStrength = isStrengthOnly(amount) || (count !== null && count !== amount && !isCounted(amount));
      if (isStrength ? (strength ?? index > 0) : dose) this.fail('two-doses', amount);
      else if (isStrength) strength = amount;
      else dose = amount;
    }
    const isOneTake = said.isOneTake || this.isOneTake || said.over !== null;
    const timing = judgeTiming({ ...said, isOneTake }, dose, (code, span) => this.fail(code, span));
    const counted: Dose | null =
      said.schema?.unit && !dose
        ? { value: said.schema.doses.find((one) => Number(one) > 0) ?? '0', unit: said.schema.unit }
        : null;
    if (!dose && !counted && this.text.errors.length === 0)
      this.fail('missing-dose', index === 0 ? (this.drug ?? said.span) : said.span);
    const rate = dose?.rate ? { amount: dose.dose, per: dose.rate } : null;
    const ofProduct = strength && {
      value: strength.dose.value,
      unit: strength.dose.unit + (strength.rate ? `/${strength.rate.unit}` : ''),
    };
    return [
      {
        ...emptyStep,
        dose: rate ? null : (dose?.dose ?? counted),
        doseMax: dose?.doseMax ?? null,
        isPerKilogram: dose?.isPerKilogram ?? false,
        rate,
        over: said.over,
        timing: Object.keys(timing).length > 0 ? timing : null,
        duration: said.duration,
      },
      ofProduct,
    ];
  }
}
