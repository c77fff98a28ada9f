'use client';
import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useContext, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useAwaitedEnter } from '../../components/use-awaited-enter.ts';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { CodedOption } from '../../components/form/coded-option.tsx';
import { FormLocked } from '../../components/form/use-field.ts';
import { isNamed, keyOfAtHand, searchAtHand, type AtHand } from './at-hand.ts';
import { AtHandOption } from './at-hand-option.tsx';
import { ReadOrder } from './read-order.tsx';
import { useLineSearch, type Found } from './use-line-search.ts';
import type { WholeLine } from './use-whole-line.ts';
import { useOrderWords } from './use-order-words.ts';

interface Props {
  id: string;
  inputRef: Ref<HTMLInputElement>;
  text: string;
  onText: (text: string) => void;
  /** What the whole text says, if it is a line. */
  whole: WholeLine;
  problem: string | null;
  /** Favourites and sets, found by their words. */
  atHand: readonly AtHand[];
  onAtHand: (one: AtHand) => void;
  onPick: (found: Found) => void;
  /** The line as it was read; nothing was to choose. */
  onLine: () => void;
}

type Option = Found | { is: 'atHand'; one: AtHand };
const keyOf = (found: Option): string =>
  found.is === 'atHand'
    ? keyOfAtHand(found.one)
    : found.is === 'free'
      ? `free ${found.category}`
      : found.is === 'choice'
        ? `choice ${found.drug.system}|${found.drug.code}`
        : `${found.is} ${found.line.system}|${found.line.code} ${found.line.ofText}`;

/** Where every order begins: a drug or a test by its words, or the whole line; Enter takes what stands first, if it is meant. */
export function LineSearch({
  id,
  inputRef,
  text,
  onText,
  whole,
  problem,
  atHand,
  onAtHand,
  onPick,
  onLine,
}: Props) {
  const { t } = useOrderWords();
  const isLocked = useContext(FormLocked);
  const [isOpen, setOpen] = useState(false);
  const goneTo = useRef(false);
  const search = useLineSearch(text, isOpen);
  const { isLoading, isAway, isNothingCoded, isSample, refetch } = search;
  const first = search.found[0];
  const isFirstSure =
    first !== undefined && (first.is === 'drug' || first.is === 'service') && first.line.isSure;
  // what can be read as a line is one; only a name that holds every word comes before it
  const read = isFirstSure || text.trim() === '' ? null : whole.read;
  const choices = read?.drug && !read.drug.chosen ? read.drug.choices : [];
  const isEmpty = text.trim() === '';
  const kept = searchAtHand(atHand, text).map((one): Option => ({ is: 'atHand', one }));
  // the name of a favourite, typed whole, is meant
  const named = atHand.find((one) => one.lines !== null && isNamed(one, text));
  const coded: Option[] = read ? choices.map((drug) => ({ is: 'choice', drug })) : search.found;
  const found = isEmpty
    ? kept
    : named || !isFirstSure
      ? [...kept, ...coded]
      : coded
          .filter(({ is }) => is !== 'free')
          .concat(
            kept,
            coded.filter(({ is }) => is === 'free'),
          );
  const isBehind = !isEmpty && (search.isBehind || whole.isBehind);
  const isList =
    // with nothing typed there is no list: Enter and Ctrl+Enter would take a line of it that nobody chose
    isOpen && !isEmpty && (read === null || choices.length > 0 || kept.length > 0);
  const choose = (option: Option) => {
    if (option.is === 'atHand') onAtHand(option.one);
    else onPick(option);
  };
  const take = () => {
    if (named) onAtHand(named);
    else if (isFirstSure) onPick(first);
    else if (read && whole.isReady) onLine();
  };
  const awaited = useAwaitedEnter(isBehind, 1, take);
  const groupOf = ({ is }: Option) =>
    is === 'free' && isNothingCoded
      ? t(isSample ? 'search.group.freeOfSample' : 'search.group.freeOnly')
      : t(`search.group.${is}`);
  const words = (one: Option) =>
    one.is === 'atHand'
      ? one.one.name
      : one.is === 'free'
        ? t('search.freeAs', { text: one.text, category: t(`field.categories.${one.category}`) })
        : one.is === 'choice'
          ? one.drug.display
          : one.line.display;
  const onKeyDown = (event: KeyboardEvent & { defaultMuiPrevented?: boolean }) => {
    if (event.key !== 'Enter' || text.trim() === '') return;
    if (event.ctrlKey || event.metaKey) {
      event.defaultMuiPrevented = true;
      setOpen(false);
      return;
    }
    // what is typed here is not done: no next field
    event.preventDefault();
    // a line that was gone to is chosen by the list; of the others only the first, and only if it holds every word
    if (goneTo.current && !isBehind) return;
    event.defaultMuiPrevented = true;
    // the lines may still be those of another text: it counts once the answer is there
    if (isBehind) awaited.await();
    else take();
  };
  return (
    <FieldFrame
      id={id}
      label={t('search.label')}
      problem={problem}
      isWide
      hint={read ? <ReadOrder text={text} order={read} /> : t('search.hint')}
    >
      <Autocomplete<Option>
        id={id}
        fullWidth
        forcePopupIcon={false}
        autoHighlight={(isFirstSure || named !== undefined) && !isBehind}
        clearOnBlur={false}
        clearOnEscape={false}
        blurOnSelect={false}
        handleHomeEndKeys={false}
        readOnly={isLocked}
        open={isList}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
        options={found}
        filterOptions={(all) => all}
        groupBy={groupOf}
        getOptionKey={keyOf}
        getOptionLabel={(one) => `${words(one)}\u0000${keyOf(one)}`}
        getOptionDisabled={(one) => isBehind || (one.is === 'atHand' && one.one.lines === null)}
        value={null}
        inputValue={text}
        onHighlightChange={(_, option, reason) => {
          if (reason === 'keyboard') goneTo.current = option !== null;
        }}
        onInputChange={(_, typed, reason) => {
          goneTo.current = false;
          awaited.forget();
          if (reason === 'input' || reason === 'clear') onText(typed);
        }}
        onChange={(_, option) => {
          if (option) choose(option);
        }}
        loading={isLoading || isBehind}
        loadingText={t('search.searching')}
        noOptionsText={t(isAway ? 'search.notSearched' : 'search.none')}
        onKeyDown={onKeyDown}
        slotProps={{
          listbox: {
            'aria-label': t('search.label'),
            // a heading that says why nothing was found has several lines
            sx: { '& .MuiAutocomplete-groupLabel': { lineHeight: 1.4, py: 1 } },
          },
        }}
        renderOption={({ key, ...props }, option) => (
          <li key={key} {...props}>
            {option.is === 'drug' || option.is === 'service' ? (
              <CodedOption suggestion={option.line} />
            ) : option.is === 'atHand' ? (
              <AtHandOption one={option.one} />
            ) : (
              words(option)
            )}
          </li>
        )}
        renderInput={({ slotProps }) => (
          <OutlinedInput
            id={id}
            size="small"
            fullWidth
            inputRef={inputRef}
            ref={slotProps.input.ref}
            onMouseDown={slotProps.input.onMouseDown}
            className={slotProps.input.className}
            placeholder={t('search.placeholder')}
            slotProps={{
              input: {
                ...slotProps.htmlInput,
                autoComplete: 'off',
                spellCheck: false,
                maxLength: 300,
                'aria-describedby': describedBy(id, problem),
                'aria-invalid': problem !== null || (read !== null && read.errors.length > 0),
              },
            }}
          />
        )}
      />
      <span className="visually-hidden" role="status">
        {isList && !isBehind ? t('search.count', { n: found.filter(({ is }) => is !== 'free').length }) : ''}
      </span>
      {isAway && (
        <Alert
          severity="warning"
          sx={{ mt: 0.5 }}
          action={<Button onClick={refetch}>{t('search.again')}</Button>}
        >
          {t('search.away')}
        </Alert>
      )}
    </FieldFrame>
  );
}
