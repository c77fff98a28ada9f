import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { AtHand } from './at-hand.ts';
import { useOrderWords } from './use-order-words.ts';

/** One line of the list below the search: the name, and all that it puts in the basket. */
export function AtHandOption({ one: { name, lines } }: { one: AtHand }) {
  const { t } = useOrderWords();
  return (
    <Box sx={{ minWidth: 0 }}>
      <span>{lines ? t('atHand.whole', { name, n: lines.length }) : name}</span>
      <Typography variant="caption" component="div" color="text.secondary">
        {lines ? lines.map(({ coded }) => coded.text).join(', ') : t('atHand.notWhole')}
      </Typography>
    </Box>
  );
}
