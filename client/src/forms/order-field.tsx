import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button } from '../components/ui/button.tsx';
import { Checkbox } from '../components/ui/checkbox.tsx';
import { Field, type FieldProps } from './field.tsx';

export interface OrderFieldProps extends FieldProps {
  items: readonly { value: number; label: string }[];
}

/** Some of a list, in an order of one's own: ticked ones on top, moved by buttons that every hand and keyboard can press. */
export function OrderField({ items, ...props }: OrderFieldProps) {
  return (
    <Field {...props}>
      {({ field, aria, disabled }) => {
        const order: readonly number[] = field.value;
        const labelOf = new Map(items.map(({ value, label }) => [value, label]));
        const rest = items.map(({ value }) => value).filter((value) => !order.includes(value));
        const turn = (value: number, on: boolean) =>
          field.onChange(on ? [...order, value] : order.filter((one) => one !== value));
        return (
          <ol
            id={aria.id}
            aria-labelledby={aria['aria-labelledby']}
            aria-describedby={aria['aria-describedby']}
            className="divide-y divide-line rounded-lg border border-line text-sm"
          >
            {[...order, ...rest].map((value, place) => {
              const label = labelOf.get(value) ?? String(value);
              const ticked = place < order.length;
              const move = (by: -1 | 1) => field.onChange(swapped(order, place, place + by));
              return (
                <li key={value} className="flex min-h-10 items-center gap-3 px-3 py-1">
                  <Checkbox
                    aria-label={label}
                    checked={ticked}
                    onCheckedChange={(on) => turn(value, on)}
                    disabled={disabled}
                  />
                  <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                    {ticked ? <span className="text-ink-faint">{place + 1}. </span> : null}
                    {label}
                  </span>
                  {ticked ? (
                    <span className="flex">
                      <Button
                        variant="quiet"
                        size="icon"
                        aria-label={`${label} earlier`}
                        disabled={disabled || place === 0}
                        onClick={() => move(-1)}
                      >
                        <ArrowUp />
                      </Button>
                      <Button
                        variant="quiet"
                        size="icon"
                        aria-label={`${label} later`}
                        disabled={disabled || place === order.length - 1}
                        onClick={() => move(1)}
                      >
                        <ArrowDown />
                      </Button>
                    </span>
                  ) : (
                    <span className="text-ink-faint">Keeps running</span>
                  )}
                </li>
              );
            })}
          </ol>
        );
      }}
    </Field>
  );
}

function swapped(order: readonly number[], one: number, other: number): number[] {
  const next = [...order];
  const [first, second] = [order[one], order[other]];
  if (first === undefined || second === undefined) return next;
  next[one] = second;
  next[other] = first;
  return next;
}
