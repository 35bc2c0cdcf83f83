import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';

const itemStyle = cn(
  'flex h-8 cursor-default select-none items-center gap-2 rounded-md px-2 text-sm outline-none',
  'data-disabled:text-ink-faint data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:text-ink-faint',
);

export interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
}

/** A menu that opens from `trigger`. */
export function Menu({ trigger, children, align = 'end', side = 'bottom' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} className="z-50 outline-none">
          <Base.Popup className="popup min-w-48 rounded-lg border border-line bg-raised p-1 shadow-high outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({ className, tone, ...props }: ComponentProps<typeof Base.Item> & { tone?: 'bad' }) {
  const style = cn(itemStyle, tone === 'bad' && 'text-bad-ink [&_svg]:text-bad-ink', className as string);
  return <Base.Item className={style} {...props} />;
}

/** An item that is a link; give the router's link as `render`. */
export function MenuLinkItem({ className, ...props }: ComponentProps<typeof Base.LinkItem>) {
  return <Base.LinkItem className={cn(itemStyle, className as string)} {...props} />;
}

export interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly { value: Value; label: string; icon?: ReactNode }[];
}

/** One of several, inside a menu. */
export function MenuChoice<Value extends string>({
  label,
  value,
  onChange,
  choices,
}: MenuChoiceProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChange}>
      <MenuLabel>{label}</MenuLabel>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} className={itemStyle}>
          {choice.icon}
          <span className="flex-1">{choice.label}</span>
          <Base.RadioItemIndicator>
            <Check />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

/** One of several that may each be on, inside a menu that stays open. */
export function MenuCheck({ label, ...props }: ComponentProps<typeof Base.CheckboxItem> & { label: string }) {
  return (
    <Base.CheckboxItem closeOnClick={false} className={itemStyle} {...props}>
      <span className="flex-1">{label}</span>
      <span aria-hidden="true" className="size-4">
        <Base.CheckboxItemIndicator>
          <Check />
        </Base.CheckboxItemIndicator>
      </span>
    </Base.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-1.5 pb-1 text-xs text-ink-faint">{children}</div>;
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />;
}
