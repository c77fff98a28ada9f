'use client';
import type { CodedField as Binding } from '@keneyapp/bff/features/terminology/view';
import { fold } from '@keneyapp/ui/table-model';
import StarIcon from '@mui/icons-material/Star';
import StarBorderIcon from '@mui/icons-material/StarBorder';
import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import OutlinedInput from '@mui/material/OutlinedInput';
import Stack from '@mui/material/Stack';
import Tooltip from '@mui/material/Tooltip';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, type KeyboardEvent } from 'react';
import { useTRPC } from '../../trpc/client.tsx';
import { CodedOption, useSystemName } from './coded-option.tsx';
import type { CodedValue } from './coded-value.ts';
import { describedBy, FieldFrame } from './field-frame.tsx';
import { useCodedSearch, type AnsweredLine } from './use-coded-search.ts';

interface Props {
  id: string;
  label: string;
  /** The element that is coded: which systems are searched is its binding. */
  binding: Binding;
  /** Of the systems of the binding, only these. */
  systems?: readonly string[] | undefined;
  takesText: boolean;
  /** What is typed here, as an example. */
  placeholder?: string | undefined;
  value: CodedValue;
  problem: string | null;
  isLocked?: boolean;
  /** Whether what was chosen can be kept among one's own favourites here. */
  hasFavourites?: boolean;
  onChange: (value: CodedValue) => void;
  onLeave?: () => void;
}

const isSame = (display: string, typed: string): boolean => fold(display.trim()) === fold(typed.trim());
const keyOf = ({ system, code }: { system: string; code: string }): string => `${system}|${code}`;

/**
 * Codes by words: types ahead over the terminology server, with what this person uses first. A line counts once it is
 * chosen; words that no line was chosen for stay words, and say so where they may be kept.
 */
export function CodedInput({
  id,
  label,
  binding,
  systems,
  takesText,
  placeholder,
  value: held,
  problem,
  isLocked = false,
  hasFavourites = true,
  onChange: change,
  onLeave,
}: Props) {
  const t = useTranslations('common.coded');
  const [isOpen, setIsOpen] = useState(false);
  const [said, setSaid] = useState(problem);
  if (problem !== said) {
    setSaid(problem);
    // what is wrong is not covered, also where the focus was led here before it was said
    if (problem !== null) setIsOpen(false);
  }
  const { lines, state, isBehind, refetch } = useCodedSearch(
    binding,
    held.code ? '' : held.text,
    // what is chosen has to know whether it is a favourite
    isOpen || held.code !== null,
    systems,
  );
  const systemName = useSystemName();
  const chosen = held.code
    ? (lines.find((line) => held.code && keyOf(line) === keyOf(held.code)) ?? {
        ...held.code,
        display: held.text,
        found: null,
        meaning: null,
        isFavourite: false,
        isUsed: false,
        isSure: true,
        ofText: '',
      })
    : null;
  // nothing was asked for yet, and there is nothing to offer: no list says that nothing was found
  const isShown = isOpen && (lines.length > 0 || held.text.trim() !== '');
  const isAway = state === 'away' || state === 'failed';
  const isEmpty = state === 'empty';
  const isUncoded = held.code === null && held.text.trim() !== '';
  const hasAnswer = state === 'whole' || state === 'sample';
  const choose = ({ display, system, code }: AnsweredLine) =>
    change({ text: display, code: { system, code } });
  const onKeyDown = (event: KeyboardEvent & { defaultMuiPrevented?: boolean }) => {
    if (event.key !== 'Enter' || !isOpen) return;
    if (event.ctrlKey || event.metaKey) {
      // saves what stands in the field, and chooses nothing on the way but the one code whose words were typed whole
      event.defaultMuiPrevented = true;
      setIsOpen(false);
      const [line, another] = isBehind ? [] : lines.filter(({ display }) => isSame(display, held.text));
      if (line && !another && !held.code) choose(line);
    } else if (isBehind) {
      // the lines are still those of another text: neither one of them nor the next field is what was meant
      event.defaultMuiPrevented = true;
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    <FieldFrame
      id={id}
      label={label}
      problem={problem}
      isWide
      hint={
        <>
          {held.code && (
            <span>
              {systemName(held.code.system)} <code>{held.code.code}</code>
            </span>
          )}
          {isUncoded && (
            // has its room while the list is open: else leaving the field would move what is being clicked below it
            <span style={{ display: 'contents', visibility: isOpen ? 'hidden' : 'visible' }}>
              {takesText && <Chip size="small" variant="outlined" label={t('uncoded')} />}
              {takesText ? t('uncodedHint') : t('chooseOne')}
            </span>
          )}
          {held.text.trim() === '' && (state === 'sample' ? t('sampleHint') : t('hint'))}
        </>
      }
    >
      <Stack direction="row" spacing={0.5} sx={{ alignItems: 'center' }}>
        <Autocomplete<AnsweredLine>
          id={id}
          fullWidth
          forcePopupIcon={false}
          // what is in it already is changed by typing, and covers nothing before
          openOnFocus={held.text.trim() === ''}
          // only a line that holds every word is offered to Enter; what was guessed is gone to with the arrows
          autoHighlight={held.text.trim() !== '' && held.code === null && (lines[0]?.isSure ?? false)}
          clearOnBlur={false}
          blurOnSelect={false}
          handleHomeEndKeys={false}
          readOnly={isLocked}
          open={isShown}
          onOpen={() => setIsOpen(true)}
          onClose={() => setIsOpen(false)}
          options={lines}
          filterOptions={(all) => all}
          getOptionKey={keyOf}
          // a line that was gone to under another text is another line: the list would keep the highlight on it by its
          // label, and Enter would choose what nobody meant (bpco, an exacerbation of it)
          getOptionLabel={(line) => (line === chosen ? line.display : `${line.display}\u0000${line.ofText}`)}
          isOptionEqualToValue={(a, b) => keyOf(a) === keyOf(b)}
          getOptionDisabled={() => isBehind}
          value={chosen}
          inputValue={held.text}
          onInputChange={(_, text, reason) => {
            // the list itself writes what was chosen, and clears nothing that was typed
            if (reason === 'input' || reason === 'clear') change({ text, code: null });
          }}
          onChange={(_, option) => {
            if (option) choose(option);
          }}
          loading={state === 'loading' || isBehind}
          loadingText={t('searching')}
          noOptionsText={t(hasAnswer ? 'none' : 'notSearched')}
          onKeyDown={onKeyDown}
          onBlur={() => onLeave?.()}
          slotProps={{
            clearIndicator: { title: t('clear'), 'aria-label': t('clear') },
            listbox: { 'aria-label': label },
          }}
          renderOption={({ key, ...option }, suggestion) => (
            <li key={key} {...option}>
              <CodedOption suggestion={suggestion} />
            </li>
          )}
          renderInput={({ slotProps }) => (
            <OutlinedInput
              id={id}
              size="small"
              fullWidth
              ref={slotProps.input.ref}
              onMouseDown={slotProps.input.onMouseDown}
              endAdornment={slotProps.input.endAdornment}
              className={slotProps.input.className}
              placeholder={placeholder ?? ''}
              slotProps={{
                input: {
                  ...slotProps.htmlInput,
                  autoComplete: 'off',
                  spellCheck: false,
                  maxLength: held.code ? 1000 : 200,
                  'aria-describedby': describedBy(id, problem),
                  'aria-invalid': problem !== null,
                },
              }}
            />
          )}
        />
        {hasFavourites && held.code && !isLocked && (
          <FavouriteToggle binding={binding} code={held.code} isFavourite={chosen?.isFavourite ?? false} />
        )}
      </Stack>
      <span className="visually-hidden" role="status">
        {isShown && !isBehind && hasAnswer ? t('count', { n: lines.length }) : ''}
      </span>
      {(isAway || isEmpty) && (
        <Alert
          severity="warning"
          sx={{ mt: 0.5 }}
          action={
            isAway ? (
              <IconButton size="small" onClick={refetch} aria-label={t('again')}>
                ↻
              </IconButton>
            ) : null
          }
        >
          {t(isAway ? (takesText ? 'awayText' : 'away') : takesText ? 'emptyText' : 'empty')}
        </Alert>
      )}
    </FieldFrame>
  );
}

function FavouriteToggle({
  binding,
  code,
  isFavourite,
}: {
  binding: Binding;
  code: { system: string; code: string };
  isFavourite: boolean;
}) {
  const t = useTranslations('common.coded');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const set = useMutation(
    trpc.terminology.setFavourite.mutationOptions({
      onSettled: () => queries.invalidateQueries(trpc.terminology.suggest.pathFilter()),
    }),
  );
  const isOn = set.isPending ? set.variables.isFavourite : isFavourite;
  const words = set.isError ? t('favouriteFailed') : t(isOn ? 'isFavourite' : 'favourite');
  return (
    <Tooltip title={words}>
      <IconButton
        aria-label={words}
        aria-pressed={isOn}
        onClick={() => set.mutate({ field: binding, ...code, isFavourite: !isOn })}
      >
        {isOn ? <StarIcon fontSize="small" /> : <StarBorderIcon fontSize="small" />}
      </IconButton>
    </Tooltip>
  );
}
