import { cn } from './ui/cn.ts';

const format = new Intl.NumberFormat('en', { maximumFractionDigits: 10, signDisplay: 'negative' });
const signedFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 10, signDisplay: 'exceptZero' });

export interface TokensProps {
  /** Decimal text, as the API has it. */
  amount: string;
  signed?: boolean;
  className?: string;
}

/** An amount of VirtFusion's tokens, with all its decimals. */
export function Tokens({ amount, signed = false, className }: TokensProps) {
  // Given as text it is formatted exactly; a number could not hold it.
  const text = (signed ? signedFormat : format).format(amount as Intl.StringNumericLiteral);
  return (
    <span className={cn('whitespace-nowrap tabular-nums', className)}>
      {text} {amount === '1' || amount === '-1' ? 'token' : 'tokens'}
    </span>
  );
}
