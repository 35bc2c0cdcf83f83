import { Checkbox } from '../components/ui/checkbox.tsx';
import { Switch } from '../components/ui/switch.tsx';
import { Field, type FieldProps } from './field.tsx';

/** On or off, taking effect with the save. */
export function SwitchField(props: FieldProps) {
  return (
    <Field {...props} layout="row">
      {({ field, aria, disabled }) => (
        <Switch
          {...aria}
          checked={field.value}
          onCheckedChange={(on) => field.onChange(on)}
          onBlur={field.onBlur}
          inputRef={field.ref}
          disabled={disabled}
        />
      )}
    </Field>
  );
}

/** A box to tick: for a consent or an extra, where a switch would promise an effect at once. */
export function CheckboxField(props: FieldProps) {
  return (
    <Field {...props} layout="row">
      {({ field, aria, disabled }) => (
        <Checkbox
          {...aria}
          checked={field.value}
          onCheckedChange={(on) => field.onChange(on)}
          onBlur={field.onBlur}
          inputRef={field.ref}
          disabled={disabled}
        />
      )}
    </Field>
  );
}
