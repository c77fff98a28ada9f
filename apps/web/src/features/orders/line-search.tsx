'use client';
import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useContext, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { CodedOption } from '../../components/form/coded-option.tsx';
import { FormLocked } from '../../components/form/use-field.ts';
import { useLineSearch, type Found } from './use-line-search.ts';
import { useOrderWords } from './use-order-words.ts';

interface Props {
  id: string;
  inputRef: Ref<HTMLInputElement>;
  text: string;
  onText: (text: string) => void;
  problem: string | null;
  onPick: (found: Found) => void;
}

const keyOf = (found: Found): string =>
  found.is === 'free'
    ? `free ${found.category}`
    : `${found.is} ${found.line.system}|${found.line.code} ${found.line.ofText}`;

/** Where every order begins: a drug or a test by its words, or the whole line; Enter takes what stands first, if it is meant. */
export function LineSearch({ id, inputRef, text, onText, problem, onPick }: Props) {
  const { t } = useOrderWords();
  const isLocked = useContext(FormLocked);
  const [isOpen, setOpen] = useState(false);
  const goneTo = useRef(false);
  const { found, isBehind, isLoading, isAway, refetch } = useLineSearch(text, isOpen);
  const first = found[0];
  const isFirstSure = first !== undefined && first.is !== 'free' && first.line.isSure;
  const isList = isOpen && text.trim() !== '';
  const words = (one: Found) =>
    one.is === 'free'
      ? t('search.freeAs', { text: one.text, category: t(`field.categories.${one.category}`) })
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
    // the lines may still be those of another text
    if (isFirstSure && !isBehind) onPick(first);
  };
  return (
    <FieldFrame id={id} label={t('search.label')} problem={problem} isWide hint={t('search.hint')}>
      <Autocomplete<Found>
        id={id}
        fullWidth
        forcePopupIcon={false}
        autoHighlight={isFirstSure && !isBehind}
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
        groupBy={(one) =>
          t(one.is === 'drug' ? 'search.drugs' : one.is === 'service' ? 'search.services' : 'search.free')
        }
        getOptionKey={keyOf}
        getOptionLabel={(one) => `${words(one)}\u0000${keyOf(one)}`}
        getOptionDisabled={() => isBehind}
        value={null}
        inputValue={text}
        onHighlightChange={(_, option, reason) => {
          if (reason === 'keyboard') goneTo.current = option !== null;
        }}
        onInputChange={(_, typed, reason) => {
          goneTo.current = false;
          if (reason === 'input' || reason === 'clear') onText(typed);
        }}
        onChange={(_, option) => {
          if (option) onPick(option);
        }}
        loading={isLoading || isBehind}
        loadingText={t('search.searching')}
        noOptionsText={t(isAway ? 'search.notSearched' : 'search.none')}
        onKeyDown={onKeyDown}
        slotProps={{ listbox: { 'aria-label': t('search.label') } }}
        renderOption={({ key, ...props }, option) => (
          <li key={key} {...props}>
            {option.is === 'free' ? words(option) : <CodedOption suggestion={option.line} />}
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
                'aria-invalid': problem !== null,
              },
            }}
          />
        )}
      />
      <span className="visually-hidden" role="status">
        {isList && !isBehind ? t('search.count', { n: found.filter((one) => one.is !== 'free').length }) : ''}
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
